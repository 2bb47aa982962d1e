package dev.hashring.node.membership;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Answers every request in the same way, and notes when each join came, and each leave.
 */
final class FakeRouter implements AutoCloseable {

	private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

	private volatile int status;

	private volatile boolean isBusy;

	/** The times of the joins, in nanoseconds, and their bodies. */
	final List<Long> joins = new CopyOnWriteArrayList<>();

	final List<String> bodies = new CopyOnWriteArrayList<>();

	final List<String> leaves = new CopyOnWriteArrayList<>();

	FakeRouter(int status) throws IOException {
		this.status = status;
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			if (exchange.getRequestMethod().equals("PUT")) {
				this.bodies.add(body);
				this.joins.add(System.nanoTime());
			}
			else {
				this.leaves.add(exchange.getRequestURI().getPath());
			}
			byte[] sentence = "{\"detail\":\"Refused %d times.\"}".formatted(this.joins.size())
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
			if (this.isBusy) {
				exchange.getResponseHeaders().set("Retry-After", "1");
			}
			exchange.sendResponseHeaders(this.status, sentence.length);
			exchange.getResponseBody().write(sentence);
		}
	}

	void answersWith(int status) {
		this.status = status;
		this.isBusy = false;
	}

	/** Refuses all for now, as while entries move for another change. */
	void beBusy() {
		this.status = 409;
		this.isBusy = true;
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
