package dev.hashring.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * A {@code /kv} that keeps everything in memory, right or wrong. Until it is told to be
 * calm it answers 503 now and then, whether or not it did what was asked.
 */
final class FakeStore implements AutoCloseable {

	/** What it does wrong. */
	enum Fault {

		/** Nothing. */
		NONE,
		/** Reads from a cache that is now and then refreshed. */
		STALE,
		/** Does not keep some of what it acknowledged. */
		FORGETFUL

	}

	static {
		// Or the body of an answer waits some 40 ms for its header to be acknowledged.
		System.setProperty("sun.net.httpserver.nodelay", "true");
	}

	private final Map<String, String> values = new ConcurrentHashMap<>();

	private final Map<String, String> cache = new ConcurrentHashMap<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Fault fault;

	private final HttpServer server;

	private volatile boolean calm;

	FakeStore(Fault fault) throws IOException {
		this.fault = fault;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/kv", this::handle);
		this.server.start();
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	void beCalm() {
		this.calm = true;
	}

	private void handle(HttpExchange exchange) throws IOException {
		String key = exchange.getRequestURI().getQuery();
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		boolean fails = !this.calm && oneIn(50);
		if (exchange.getRequestMethod().equals("GET")) {
			String value = read(key);
			answer(exchange, fails ? 503 : (value != null) ? 200 : 404, value);
			return;
		}
		boolean forgets = (this.fault == Fault.FORGETFUL) ? oneIn(50) : fails && oneIn(2);
		if (!forgets) {
			write(key, body);
		}
		answer(exchange, fails ? 503 : 204, null);
	}

	private @Nullable String read(String key) {
		if (this.fault != Fault.STALE) {
			return this.values.get(key);
		}
		if (oneIn(5)) {
			this.cache.putAll(this.values);
		}
		return this.cache.get(key);
	}

	/** Nothing deletes. */
	private void write(String key, String value) {
		if (value.isEmpty()) {
			this.values.remove(key);
		}
		else {
			this.values.put(key, value);
		}
	}

	private static boolean oneIn(int times) {
		return ThreadLocalRandom.current().nextInt(times) == 0;
	}

	private static void answer(HttpExchange exchange, int status, @Nullable String value) throws IOException {
		byte[] body = (value != null) ? value.getBytes(StandardCharsets.UTF_8) : new byte[0];
		exchange.sendResponseHeaders(status, (status == 200) ? body.length : -1);
		if (status == 200) {
			exchange.getResponseBody().write(body);
		}
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdown();
	}

}
