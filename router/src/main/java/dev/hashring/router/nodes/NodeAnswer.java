package dev.hashring.router.nodes;

import java.util.Optional;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.MessageHeaders;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * What a node answered, as a whole.
 *
 * @param status the HTTP status
 * @param headers the headers that came with it
 * @param body the bytes that came with it
 */
public record NodeAnswer(int status, MessageHeaders headers, byte[] body) {

	public boolean isSuccess() {
		return this.status >= 200 && this.status < 300;
	}

	/** A header, if the node gave it. */
	public Optional<String> header(String name) {
		return Optional.ofNullable(this.headers.getFirstHeader(name)).map(Header::getValue);
	}

	/** Whether another node would hardly answer otherwise. */
	public boolean isCallersFault() {
		return this.status >= 400 && this.status < 500;
	}

	/**
	 * The status that tells of this answer: a redirect, which leads nowhere, is a 500.
	 */
	public HttpStatusCode errorStatus() {
		return (this.status >= 400) ? HttpStatusCode.valueOf(this.status) : HttpStatus.INTERNAL_SERVER_ERROR;
	}

}
