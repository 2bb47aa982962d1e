package dev.hashring.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Says what is wrong with a JSON body, without the names of Java classes.
 */
final class UnreadableBody {

	private UnreadableBody() {
	}

	static String sentence(@Nullable Throwable cause) {
		if (cause instanceof StreamReadException && !(cause instanceof InputCoercionException)) {
			return "The body has to be JSON, and short.";
		}
		if (cause instanceof UnrecognizedPropertyException unknown) {
			return "There is no field %s here, only: %s.".formatted(path(unknown),
					unknown.getKnownPropertyIds()
						.stream()
						.map(String::valueOf)
						.sorted()
						.collect(Collectors.joining(", ")));
		}
		if (cause instanceof InvalidFormatException invalid) {
			return "%s is '%s', which is not %s.".formatted(path(invalid), invalid.getValue(),
					wanted(invalid.getTargetType()));
		}
		if (cause instanceof ValueInstantiationException && cause.getCause() instanceof IllegalArgumentException own) {
			return String.valueOf(own.getMessage());
		}
		return (cause instanceof JacksonException json && !json.getPath().isEmpty())
				? "%s is not what this field takes.".formatted(path(json)) : "The body has to be JSON, and short.";
	}

	private static String wanted(@Nullable Class<?> type) {
		if (type != null && type.isEnum()) {
			return "one of: " + Arrays.stream(type.getEnumConstants())
				.map(UnreadableBody::name)
				.collect(Collectors.joining(", "));
		}
		return (type == Duration.class) ? "a duration such as 500ms or 2s" : "what this field takes";
	}

	private static String name(Object constant) {
		return constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static String path(JacksonException failure) {
		return failure.getPath()
			.stream()
			.map(JacksonException.Reference::getPropertyName)
			.collect(Collectors.joining("."));
	}

}
