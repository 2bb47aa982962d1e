package dev.hashring.router.log;

import java.time.Duration;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.jackson.JacksonComponent;

/**
 * Durations in JSON as in the settings: written in milliseconds, as in {@code 1000ms},
 * and read in any unit.
 */
@JacksonComponent
class DurationText {

	static class Serializer extends ValueSerializer<Duration> {

		@Override
		public void serialize(Duration duration, JsonGenerator out, SerializationContext context) {
			out.writeString(DurationStyle.SIMPLE.print(duration));
		}

	}

	static class Deserializer extends ValueDeserializer<Duration> {

		@Override
		public Duration deserialize(JsonParser in, DeserializationContext context) {
			String text = in.getString();
			try {
				return DurationStyle.detectAndParse(text);
			}
			catch (IllegalArgumentException | ArithmeticException ex) {
				return (Duration) context.handleWeirdStringValue(Duration.class, text, "no duration");
			}
		}

	}

}
