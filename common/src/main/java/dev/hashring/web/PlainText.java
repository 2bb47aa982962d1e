package dev.hashring.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Writes answers that are plain text and that no browser takes for anything else, since a
 * key could carry a script.
 */
public final class PlainText {

	private PlainText() {
	}

	/**
	 * Writes the whole body of a response.
	 */
	public static void write(HttpServletResponse response, String text) throws IOException {
		write(response, text, new byte[0]);
	}

	/**
	 * Writes the whole body of a response: a text, and what follows it in UTF-8.
	 */
	public static void write(HttpServletResponse response, String text, byte[] rest) throws IOException {
		byte[] start = text.getBytes(StandardCharsets.UTF_8);
		response.setContentType("text/plain;charset=UTF-8");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setContentLength(start.length + rest.length);
		response.getOutputStream().write(start);
		response.getOutputStream().write(rest);
	}

}
