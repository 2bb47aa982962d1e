package dev.hashring.web;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionFailedException;

/**
 * Says in one sentence which setting stopped the start and why, instead of a stack trace.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidSettings implements FailureAnalyzer {

	/**
	 * The name of a setting as a word of a sentence, and not in a text that it quotes.
	 */
	private static final Pattern SETTING = Pattern
		.compile("(?<![^ ])(?:ring|node|router|server)(?:\\.[a-z][a-z-]*(?:\\[\\d+])?)+(?! \\(|[^ ,:.;])");

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		String sentence = null;
		for (Throwable cause = failure; cause != null && sentence == null; cause = cause.getCause()) {
			if (cause instanceof BindException bind) {
				sentence = sentence(bind);
			}
			else if (cause instanceof WrongSettingException) {
				sentence = cause.getMessage();
			}
		}
		return (sentence != null) ? new FailureAnalysis(withVariables(sentence), null, failure) : null;
	}

	/** Each setting is followed by its environment variable. */
	private static String withVariables(String sentence) {
		return SETTING.matcher(sentence)
			.replaceAll((setting) -> "$0 (%s)".formatted(
					setting.group().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_").replaceAll("_$", "")));
	}

	private static @Nullable String sentence(BindException failure) {
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof BindException inner) {
				return sentence(inner);
			}
			if (cause instanceof ConversionFailedException conversion) {
				return "%s is '%s', which is not %s.".formatted(failure.getName(), conversion.getValue(),
						Wanted.of(conversion.getTargetType().getType(), conversion.getValue()));
			}
			if (cause instanceof IllegalArgumentException && !(cause.getCause() instanceof ConversionException)) {
				String message = String.valueOf(cause.getMessage());
				return message.contains(failure.getName() + ".") ? message : failure.getName() + ": " + message;
			}
		}
		return null;
	}

}
