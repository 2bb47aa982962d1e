package dev.hashring.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One parameter of a URL's query, read as the
 * <a href="https://url.spec.whatwg.org/#urlencoded-parsing">WHATWG URL Standard</a> reads
 * {@code application/x-www-form-urlencoded}: {@code +} is a space, a {@code %} without
 * two hex digits stands as it is, bytes that are not UTF-8 become U+FFFD. A servlet
 * container's own parser answers 400 to some of that.
 *
 * @param encoded the value as it stands in the query
 * @param value the value that it means
 */
public record QueryParameter(String encoded, String value) {

	/**
	 * The first parameter of that name in a raw query, if there is one.
	 * @param query what follows the {@code ?} of a request line, in ASCII
	 */
	public static Optional<QueryParameter> first(@Nullable String query, String name) {
		if (query == null) {
			return Optional.empty();
		}
		for (int start = 0; start < query.length();) {
			int end = indexOrEnd(query, '&', start, query.length());
			int equals = indexOrEnd(query, '=', start, end);
			// An empty piece, as in "a=1&&b=2", is no parameter, not one without a name.
			if (start < end && decode(query, start, equals).equals(name)) {
				int value = Math.min(equals + 1, end);
				return Optional.of(new QueryParameter(query.substring(value, end), decode(query, value, end)));
			}
			start = end + 1;
		}
		return Optional.empty();
	}

	private static int indexOrEnd(String text, char wanted, int start, int end) {
		int index = start;
		while (index < end && text.charAt(index) != wanted) {
			index++;
		}
		return index;
	}

	private static String decode(String text, int start, int end) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
		for (int i = start; i < end; i++) {
			char c = text.charAt(i);
			if (c == '%' && i + 2 < end && isHex(text.charAt(i + 1)) && isHex(text.charAt(i + 2))) {
				bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
				i += 2;
			}
			else {
				bytes.write((c == '+') ? ' ' : c);
			}
		}
		return utf8(bytes.toByteArray());
	}

	private static boolean isHex(char c) {
		return c < 0x80 && Character.digit(c, 16) >= 0;
	}

	/*
	 * Java and the standard differ in one case: the three bytes of a surrogate (ED A0..BF
	 * xx) are one U+FFFD to Java and three to the standard. FF in place of ED makes Java
	 * count each byte too.
	 */
	private static String utf8(byte[] bytes) {
		for (int i = 0; i + 1 < bytes.length; i++) {
			if (bytes[i] == (byte) 0xED && (bytes[i + 1] & 0xE0) == 0xA0) {
				bytes[i] = (byte) 0xFF;
			}
		}
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
