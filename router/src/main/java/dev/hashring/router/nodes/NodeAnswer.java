package dev.hashring.router.nodes;

import java.util.Optional;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;

/**
 * What a node answered, as a whole.
 */
public final class NodeAnswer {

	private final HttpResponse response;

	private final byte[] body;

	NodeAnswer(HttpResponse response, byte[] body) {
		this.response = response;
		this.body = body;
	}

	/** The HTTP status. */
	public int status() {
		return this.response.getCode();
	}

	public boolean isSuccess() {
		return status() >= 200 && status() < 300;
	}

	/** Whether another node would hardly answer otherwise. */
	public boolean isCallersFault() {
		return status() >= 400 && status() < 500;
	}

	/** A header, if the node gave it. */
	public Optional<String> header(String name) {
		return Optional.ofNullable(this.response.getFirstHeader(name)).map(Header::getValue);
	}

	/** The bytes that came with it. */
	public byte[] body() {
		return this.body;
	}

}
