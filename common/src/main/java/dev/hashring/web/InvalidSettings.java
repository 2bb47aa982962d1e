package dev.hashring.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.util.ClassUtils;

/**
 * Says in one sentence which setting stopped the start and why, in place of a stack
 * trace.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidSettings implements FailureAnalyzer {

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
		return (sentence != null) ? new FailureAnalysis(sentence, null, failure) : null;
	}

	private static @Nullable String sentence(BindException failure) {
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof BindException inner) {
				return sentence(inner);
			}
			if (cause instanceof ConversionFailedException conversion) {
				return "%s is '%s', which is not %s.".formatted(failure.getName(), conversion.getValue(),
						wanted(conversion.getTargetType().getType()));
			}
			if (cause instanceof IllegalArgumentException && !(cause.getCause() instanceof ConversionException)) {
				String message = String.valueOf(cause.getMessage());
				return message.contains(failure.getName() + ".") ? message : failure.getName() + ": " + message;
			}
		}
		return null;
	}

	private static String wanted(Class<?> type) {
		if (type.isEnum()) {
			List<String> names = Arrays.stream(type.getEnumConstants())
				.map((name) -> DataObjectPropertyName.toDashedForm(name.toString().toLowerCase(Locale.ROOT)))
				.toList();
			return "one of: " + String.join(", ", names);
		}
		if (type == Duration.class) {
			return "a duration such as 500ms or 2s";
		}
		return Number.class.isAssignableFrom(ClassUtils.resolvePrimitiveIfNecessary(type)) ? "a number"
				: "a " + type.getSimpleName();
	}

}
