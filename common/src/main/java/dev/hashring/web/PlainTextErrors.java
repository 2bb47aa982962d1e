package dev.hashring.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * Answers one plain sentence, not an HTML page, where Tomcat refuses a request before
 * Spring sees it.
 */
class PlainTextErrors extends ErrorReportValve {

	static final String TOO_LARGE = StringManager.getManager("org.apache.coyote.http11")
		.getString("iib.requestheadertoolarge.error");

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		if (throwable != null && TOO_LARGE.equals(throwable.getMessage())) {
			// Tomcat says 400. Without a URI it was still reading the request line.
			boolean inRequestLine = request.getCoyoteRequest().requestURI().isNull();
			response.setStatus(inRequestLine ? Response.SC_REQUEST_URI_TOO_LONG
					: HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.value());
		}
		try {
			response.setHeader("Cache-Control", NotCached.NO_STORE);
			response.setContentType("text/plain;charset=UTF-8");
			response.getOutputStream().write(sentence(response.getStatus()).getBytes(StandardCharsets.UTF_8));
			response.finishResponse();
		}
		catch (IOException ex) {
			// The client has gone.
		}
	}

	private static String sentence(int status) {
		return switch (status) {
			case 400 -> "This is not a request that HTTP allows: its URL, its headers or its body. Characters outside "
					+ "ASCII, for example, have to be percent-encoded in a URL, as curl -G --data-urlencode does.\n";
			case 414 -> "The URL of this request is too long.\n";
			case 431 -> "The headers of this request are too long.\n";
			default -> {
				HttpStatus known = HttpStatus.resolve(status);
				yield (known != null) ? known.getReasonPhrase() + ".\n" : "Error " + status + ".\n";
			}
		};
	}

}
