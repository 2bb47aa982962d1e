package dev.hashring.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.util.ClassUtils;

/**
 * What a value has to be, for sentences about one that it is not.
 */
public final class Wanted {

	private Wanted() {
	}

	/**
	 * What a field of a type takes, such as {@code one of: fixed, ketama}, or
	 * {@code a number}.
	 * @param value what it was given
	 */
	public static String of(Class<?> type, @Nullable Object value) {
		if (type.isEnum()) {
			List<String> names = Arrays.stream(type.getEnumConstants())
				.map((name) -> DataObjectPropertyName.toDashedForm(name.toString().toLowerCase(Locale.ROOT)))
				.toList();
			return "one of: " + String.join(", ", names);
		}
		if (type == Duration.class) {
			return "a duration such as 500ms or 2s";
		}
		if (Number.class.isAssignableFrom(ClassUtils.resolvePrimitiveIfNecessary(type))) {
			return (value instanceof Number) ? "a whole number" : "a number";
		}
		return "a " + type.getSimpleName();
	}

}
