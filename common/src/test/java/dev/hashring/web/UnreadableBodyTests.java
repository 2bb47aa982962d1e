package dev.hashring.web;

import java.util.List;
import java.util.function.Supplier;

import dev.hashring.ring.InvalidRingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class UnreadableBodyTests {

	private final JsonMapper json = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
		.build();

	record Body(int count, List<String> names) {

		Body {
			if (count == 7) {
				throw new InvalidRingException("7 is too many.");
			}
			if (count == 8) {
				throw new IllegalArgumentException("a bug");
			}
		}

	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '§',
			value = { "{ | The body is not the JSON that is expected here.",
					"[] | The body is not the JSON that is expected here.",
					"{\"count\": 1, \"colour\": 1} | There is no field colour here, only: count, names.",
					"{\"count\": \"many\"} | count is 'many', which is not a number.",
					"{\"count\": 1.5} | count is '1.5', which is not a whole number.",
					"{\"count\": 99999999999} | count is a number that is too large, or not whole.",
					"{\"names\": 1} | names has a value of the wrong type.", "{\"count\": 7} | 7 is too many." })
	void whatIsWrongIsSaidWithoutNamesOfClasses(String body, String sentence) {
		JacksonException failure = failure(() -> this.json.readValue(body, Body.class));
		assertThat(UnreadableBody.sentence(failure)).isEqualTo(sentence);
		assertThat(UnreadableBody.isOwnFailure(failure)).isFalse();
	}

	@Test
	void aBugIsNotTheCallersFault() {
		assertThat(UnreadableBody.isOwnFailure(failure(() -> this.json.readValue("{\"count\": 8}", Body.class))))
			.isTrue();
	}

	private static JacksonException failure(Supplier<Body> read) {
		return catchThrowableOfType(JacksonException.class, read::get);
	}

}
