package dev.hashring.web;

import java.util.stream.Collectors;

import dev.hashring.ring.InvalidRingException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
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

	/** Whether the body may be right, and the code that takes it in failed. */
	static boolean isOwnFailure(@Nullable Throwable cause) {
		return cause instanceof ValueInstantiationException && !(cause.getCause() instanceof InvalidRingException);
	}

	static String sentence(@Nullable Throwable cause) {
		if (cause instanceof StreamConstraintsException) {
			return "The body is too long, or nested too deeply.";
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
					Wanted.of(invalid.getTargetType(), invalid.getValue()));
		}
		if (cause instanceof InputCoercionException number) {
			return "%s is a number that is too large, or not whole.".formatted(path(number));
		}
		if (cause instanceof ValueInstantiationException && cause.getCause() instanceof InvalidRingException own) {
			return String.valueOf(own.getMessage());
		}
		if (cause instanceof JacksonException json && !(cause instanceof StreamReadException)
				&& !json.getPath().isEmpty()) {
			return "%s has a value of the wrong type.".formatted(path(json));
		}
		return "The body is not the JSON that is expected here.";
	}

	private static String path(JacksonException failure) {
		return failure.getPath()
			.stream()
			.map(JacksonException.Reference::getPropertyName)
			.collect(Collectors.joining("."));
	}

}
