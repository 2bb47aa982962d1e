package dev.hashring.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Stands before a router as nginx does with {@code location /ring-demo/}, and sends each
 * part of an answer on as it comes.
 */
final class PrefixProxy implements AutoCloseable {

	private static final String PREFIX = "/ring-demo";

	private final HttpClient client = HttpClient.newHttpClient();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpServer server;

	private final URI router;

	PrefixProxy(URI router) throws IOException {
		this.router = router;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext(PREFIX + "/", this::forward);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + PREFIX + "/";
	}

	private void forward(HttpExchange exchange) throws IOException {
		try (exchange) {
			String target = exchange.getRequestURI().toString().substring(PREFIX.length());
			HttpRequest.Builder request = HttpRequest.newBuilder(this.router.resolve(target))
				.method(exchange.getRequestMethod(),
						BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
				.header("X-Forwarded-Prefix", PREFIX)
				.header("X-Forwarded-Host", "127.0.0.1:" + this.server.getAddress().getPort());
			for (String name : List.of("Authorization", "Content-Type", "If-Match")) {
				exchange.getRequestHeaders()
					.getOrDefault(name, List.of())
					.forEach((value) -> request.header(name, value));
			}
			HttpResponse<InputStream> answer = this.client.send(request.build(), BodyHandlers.ofInputStream());
			answer.headers().map().forEach((name, values) -> {
				if (!name.equalsIgnoreCase("transfer-encoding") && !name.equalsIgnoreCase("content-length")) {
					exchange.getResponseHeaders().put(name, values);
				}
			});
			exchange.sendResponseHeaders(answer.statusCode(), 0);
			copy(answer.body(), exchange.getResponseBody());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void copy(InputStream in, OutputStream out) throws IOException {
		try (in) {
			byte[] part = new byte[8192];
			for (int length = in.read(part); length >= 0; length = in.read(part)) {
				out.write(part, 0, length);
				out.flush();
			}
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
