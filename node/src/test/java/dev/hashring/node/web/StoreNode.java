package dev.hashring.node.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.hashring.node.NodeApplication;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A node with a store, and calls of it as the router makes them.
 */
final class StoreNode implements AutoCloseable {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private static final String[] USUAL = { "Authorization", "Bearer secret", "X-Ring-Epoch", "3", "X-Ring-Layout",
			"fixed 360" };

	private final ConfigurableApplicationContext application;

	private StoreNode(String... settings) {
		this.application = NodeApplication.application()
			.registerShutdownHook(false)
			.run(and(settings, "--server.port=0", "--server.address=127.0.0.1", "--logging.level.root=warn",
					"--node.id=n"));
	}

	/** A node with the usual token that keeps what it holds in this folder, if any. */
	static StoreNode with(@Nullable Path folder) {
		return (folder != null) ? new StoreNode("--ring.token=secret", "--node.data=" + folder)
				: new StoreNode("--ring.token=secret");
	}

	static StoreNode withoutToken(Path folder) {
		return new StoreNode("--node.data=" + folder);
	}

	int port() {
		return ((WebServerApplicationContext) this.application).getWebServer().getPort();
	}

	HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
		try {
			return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
				.method(method, body)
				.headers(headers)
				.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	HttpResponse<String> get(String path) {
		return send("GET", path, BodyPublishers.noBody(), USUAL);
	}

	HttpResponse<String> post(String path) {
		return send("POST", path, BodyPublishers.noBody(), USUAL);
	}

	/** Puts an entry at position 7. */
	HttpResponse<String> put(String key, String version, BodyPublisher body, String... headers) {
		return send("PUT", "/store/entries?key=" + encoded(key), body,
				usualAnd(and(headers, "X-Ring-Version", version, "X-Ring-Position", "7")));
	}

	HttpResponse<String> put(String key, String version, String body, String... headers) {
		return put(key, version, BodyPublishers.ofString(body), headers);
	}

	/** The digests of the ranges in a JSON array. */
	HttpResponse<String> digests(String ranges) {
		return send("POST", "/store/digests", BodyPublishers.ofString("{\"ranges\":" + ranges + "}"),
				usualAnd("Content-Type", "application/json"));
	}

	static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	static String[] usualAnd(String... more) {
		return and(USUAL, more);
	}

	static String[] and(String[] some, String... more) {
		return Stream.of(some, more).flatMap(Stream::of).toArray(String[]::new);
	}

	@Override
	public void close() {
		this.application.close();
	}

}
