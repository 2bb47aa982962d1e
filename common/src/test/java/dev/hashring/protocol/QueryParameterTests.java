package dev.hashring.protocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The expected values are what {@code URLSearchParams} of Node.js 20 answers.
 */
class QueryParameterTests {

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "&", "keys=a", "Key=a", "=key", "x=key", ";key=a", "&&" })
	void noParameterOfThatNameIsNone(String query) {
		assertThat(QueryParameter.first(query, "key")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "key", "key=", "&key&", "a=b&key=&key=x" })
	void aParameterWithoutAValueIsEmpty(String query) {
		assertThat(QueryParameter.first(query, "key")).hasValue(new QueryParameter("", ""));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '§', delimiter = ' ',
			value = { "key=a&key=b a", "x=1&key=b b", "%6bey=a a", "k%65y=a a", "key=a=b a=b", "key==a =a",
					"key=a;b=c a;b=c", "key=50% 50%", "key=%zz %zz", "key=%4 %4", "key=%%41 %A", "key=%C3%a9 é",
					"key=%F0%9F%94%81 🔁", "key=a%26b a&b", "key={\"|<\\>}^`[] {\"|<\\>}^`[]", "key=%EF%BC%91%41 １A" })
	void theFirstValueIsDecoded(String query, String value) {
		assertThat(value(query)).isEqualTo(value);
	}

	@Test
	void spacesControlCharactersAndNulAreDecoded() {
		assertThat(value("key=a+b%20c%2B")).isEqualTo("a b c+");
		assertThat(value("key=%00%0d%0a%7f")).isEqualTo("\0\r\n\u007f");
		assertThat(value("key=%EF%BB%BFa")).isEqualTo("\uFEFFa");
	}

	@ParameterizedTest
	@CsvSource({ "%ff, 1", "%c3, 1", "%c0%80, 2", "%e0%80%80, 3", "%f0%9f%94, 1", "%f5%80%80%80, 4", "%ed%a0%80, 3",
			"%ed%bf%bf, 3", "%ed%a0, 2", "%ed, 1", "%ed%9f, 1" })
	void bytesThatAreNotUtf8BecomeReplacementCharacters(String encoded, int count) {
		assertThat(value("key=" + encoded)).isEqualTo("\uFFFD".repeat(count));
	}

	@Test
	void theEncodedValueIsKeptAsItStands() {
		assertThat(QueryParameter.first("a=1&key=%ff+%zz&b", "key").orElseThrow().encoded()).isEqualTo("%ff+%zz");
	}

	private static String value(String query) {
		return QueryParameter.first(query, "key").orElseThrow().value();
	}

}
