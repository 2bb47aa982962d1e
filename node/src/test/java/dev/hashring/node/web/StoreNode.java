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
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.hashring.node.NodeApplication;
import dev.hashring.node.entry.TestRing;
import dev.hashring.protocol.EntryPage;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A node with a store, and calls of it as the router makes them.
 */
final class StoreNode implements AutoCloseable {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private static final Pattern STORE = Pattern.compile("\"store\":\"([0-9a-f]{16})\"");

	private final ConfigurableApplicationContext application;

	/** The state by which calls go. */
	private TestRing ring = TestRing.at(3);

	private StoreNode(String... settings) {
		this.application = NodeApplication.application()
			.registerShutdownHook(false)
			.run(and(settings, "--server.port=0", "--server.address=127.0.0.1", "--logging.level.root=warn",
					"--node.id=n"));
	}

	/**
	 * A node with the usual token that keeps what it holds in this folder, if any, and
	 * knows a state of the ring in which it is alone.
	 */
	static StoreNode with(@Nullable Path folder) {
		StoreNode node = (folder != null) ? new StoreNode("--ring.token=secret", "--node.data=" + folder)
				: new StoreNode("--ring.token=secret");
		node.state(TestRing.at(3).with("n", 100, node.store()));
		return node;
	}

	/** Tells it a state, by which calls go from then on. */
	HttpResponse<String> state(TestRing next) {
		this.ring = next;
		return send("PUT", "/store/ring", BodyPublishers.ofString(next.json()), usualAnd());
	}

	/** The state by which calls go. */
	TestRing ring() {
		return this.ring;
	}

	/** The id of its store; zeros if it has none. */
	String store() {
		Matcher found = STORE
			.matcher(send("GET", "/store", BodyPublishers.noBody(), "Authorization", "Bearer secret").body());
		return found.find() ? found.group(1) : "0".repeat(16);
	}

	static StoreNode withoutToken(Path folder) {
		return new StoreNode("--node.data=" + folder);
	}

	int port() {
		return ((WebServerApplicationContext) this.application).getWebServer().getPort();
	}

	HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
		return send(method, path, body, BodyHandlers.ofString(), headers);
	}

	HttpResponse<byte[]> bytes(String method, String path, BodyPublisher body, String... headers) {
		return send(method, path, body, BodyHandlers.ofByteArray(), headers);
	}

	private <T> HttpResponse<T> send(String method, String path, BodyPublisher body, BodyHandler<T> handler,
			String... headers) {
		try {
			return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
				.method(method, body)
				.headers(headers)
				.build(), handler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	HttpResponse<String> get(String path) {
		return send("GET", path, BodyPublishers.noBody(), usualAnd());
	}

	HttpResponse<String> post(String path) {
		return send("POST", path, BodyPublishers.noBody(), usualAnd());
	}

	HttpResponse<String> put(String key, String version, BodyPublisher body, String... headers) {
		return send("PUT", "/store/entries?key=" + encoded(key), body,
				usualAnd(and(headers, "X-Ring-Version", version)));
	}

	HttpResponse<String> put(String key, String version, String body, String... headers) {
		return put(key, version, BodyPublishers.ofString(body), headers);
	}

	/** Puts entries together: by their versions (PUT), or by the next ones (POST). */
	HttpResponse<String> batch(String method, EntryPage.Item... entries) {
		return page(method, "/store/batch", entries);
	}

	HttpResponse<String> page(String method, String path, EntryPage.Item... entries) {
		return send(method, path, BodyPublishers.ofByteArray(new EntryPage(List.of(entries)).toBytes()), usualAnd());
	}

	/** The entries, or the heads, for these keys. */
	List<EntryPage.Item> read(String path, String... keys) {
		return EntryPage.parse(find(path, keys).body()).entries();
	}

	HttpResponse<byte[]> find(String path, String... keys) {
		return bytes("POST", path, BodyPublishers.ofString(
				"{\"keys\":[%s]}".formatted(Stream.of(keys).map("\"%s\""::formatted).collect(Collectors.joining(",")))),
				usualAnd());
	}

	/** The digests of the ranges in a JSON array. */
	HttpResponse<String> digests(String ranges) {
		return send("POST", "/store/digests", BodyPublishers.ofString("{\"ranges\":" + ranges + "}"),
				usualAnd("Content-Type", "application/json"));
	}

	static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	/** The headers of a call by the state that it was told, and more. */
	String[] usualAnd(String... more) {
		return and(new String[] { "Authorization", "Bearer secret", "X-Ring-Store", store(), "X-Ring-State",
				this.ring.stamp().toString() }, more);
	}

	static String[] and(String[] some, String... more) {
		return Stream.of(some, more).flatMap(Stream::of).toArray(String[]::new);
	}

	@Override
	public void close() {
		this.application.close();
	}

}
