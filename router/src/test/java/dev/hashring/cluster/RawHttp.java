package dev.hashring.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Sends a request exactly as it is written, which no HTTP client does, and reads the
 * answer.
 */
public final class RawHttp {

	private RawHttp() {
	}

	/** An answer; the names of its headers are in lower case. */
	public record Answer(int status, Map<String, String> headers, String body) {

		public @Nullable String header(String name) {
			return this.headers.get(name.toLowerCase(Locale.ROOT));
		}

	}

	/** Sends {@code method target} and what every request has to have. */
	public static Answer send(URI server, String method, String target) throws IOException {
		return send(server, method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
	}

	/** Sends these characters, each as one byte, and nothing else. */
	public static Answer send(URI server, String request) throws IOException {
		try (Socket socket = new Socket(server.getHost(), server.getPort())) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			return read(socket.getInputStream());
		}
	}

	/** Reads the next answer of a connection that stays open; it says how long it is. */
	static Answer readNext(InputStream in) throws IOException {
		return read(in, (headers) -> in.readNBytes(Integer.parseInt(headers.get("content-length"))));
	}

	private static Answer read(InputStream in) throws IOException {
		return read(in, (headers) -> body(in, headers));
	}

	private interface Body {

		byte[] read(Map<String, String> headers) throws IOException;

	}

	private static Answer read(InputStream in, Body body) throws IOException {
		int status = Integer.parseInt(line(in).split(" ")[1]);
		Map<String, String> headers = new TreeMap<>();
		for (String line = line(in); !line.isEmpty(); line = line(in)) {
			String[] header = line.split(": ?", 2);
			headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
		}
		return new Answer(status, headers, new String(body.read(headers), StandardCharsets.UTF_8));
	}

	private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
		if (!"chunked".equals(headers.get("transfer-encoding"))) {
			return in.readAllBytes();
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (int size = chunk(in); size > 0; size = chunk(in)) {
			body.write(in.readNBytes(size));
			line(in);
		}
		return body.toByteArray();
	}

	private static int chunk(InputStream in) throws IOException {
		return Integer.parseInt(line(in), 16);
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
			if (c != '\r') {
				line.append((char) c);
			}
		}
		return line.toString();
	}

}
