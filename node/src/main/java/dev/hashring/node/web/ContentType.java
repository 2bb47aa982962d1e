package dev.hashring.node.web;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * A content type as Tomcat writes it; it puts the charset last, for example. So an entry
 * that is read here and stored elsewhere has the same checksum there.
 */
final class ContentType {

	private ContentType() {
	}

	static @Nullable String asStored(@Nullable String given, HttpServletResponse response) {
		response.setContentType(given);
		String type = response.getContentType();
		response.setContentType(null);
		return type;
	}

}
