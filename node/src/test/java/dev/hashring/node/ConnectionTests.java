package dev.hashring.node;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * How long a connection to a server lasts, with virtual threads and without.
 */
class ConnectionTests {

	private static final String REQUEST = "GET /handle?key=Alice HTTP/1.1\r\nHost: node\r\n\r\n";

	private static final String ANSWER = "Node node7 handled key: Alice";

	private static final String HEAD_OF_POST = "POST /store/digests HTTP/1.1\r\nHost: node\r\n"
			+ "Authorization: Bearer secret\r\nContent-Type: application/json\r\n"
			+ "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n";

	private ConfigurableApplicationContext node;

	@ParameterizedTest
	@ValueSource(strings = { "", "GET /handle?key=Alice HTTP/1.1\r\nHo", REQUEST,
			"PUT /handle HTTP/1.1\r\nHost: node\r\nContent-Length: 9\r\n\r\nhalf" })
	void aClientThatSendsNothingMoreIsLeft(String sent) throws IOException {
		try (Socket client = connected("100ms")) {
			send(client, sent);
			// It ends, since it would throw after 20 s.
			client.getInputStream().readAllBytes();
		}
	}

	@Test
	@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
	void aClientThatReadsNothingIsLeft() throws IOException {
		try (Socket client = connected("100ms")) {
			assertThatThrownBy(() -> {
				while (true) {
					send(client, REQUEST.replace("Alice", "a".repeat(60_000)));
				}
			}).isInstanceOf(IOException.class);
		}
	}

	@Test
	void aConnectionTakesManyRequestsUntilTheServerEnds() throws IOException {
		try (Socket client = connected("60s")) {
			for (int i = 0; i < 3; i++) {
				send(client, REQUEST);
				assertThat(next(client, ANSWER)).endsWith(ANSWER).startsWith("HTTP/1.1 200");
			}
			this.node.close();
			assertThat(client.getInputStream().read()).isEqualTo(-1);
		}
	}

	@Test
	void aClientWhoseBodyDoesNotComeIsToldSo() throws IOException {
		try (Socket client = connected("100ms")) {
			send(client, HEAD_OF_POST);
			assertThat(next(client, "\r\n\r\n")).startsWith("HTTP/1.1 100");
			assertThat(next(client, "\r\n\r\n")).startsWith("HTTP/1.1 4").contains("Connection: close");
		}
	}

	@Test
	void aClientThatSendsTooMuchReadsTheAnswerToItsEnd() throws IOException {
		try (Socket client = connected("60s")) {
			send(client, "GET /handle HTTP/1.1\r\nX: " + "x".repeat(200_000));
			assertThat(client.getInputStream().readAllBytes()).asString().startsWith("HTTP/1.1 431");
		}
	}

	@Test
	void aRequestThatComesWhileTheServerEndsIsLeftWithoutAnswer() throws Exception {
		try (Socket busy = connected("60s"); Socket idle = new Socket("127.0.0.1", busy.getPort())) {
			idle.setSoTimeout(20_000);
			send(idle, REQUEST);
			next(idle, ANSWER);
			send(busy, HEAD_OF_POST);
			assertThat(next(busy, "\r\n\r\n")).startsWith("HTTP/1.1 100");
			CompletableFuture<Void> end = CompletableFuture.runAsync(this.node::close);
			await().until(() -> refusesConnections(busy.getPort()));
			send(idle, REQUEST);
			assertThat(idle.getInputStream().read()).isEqualTo(-1);
			send(busy, "123456789");
			assertThat(next(busy, "\r\n\r\n")).startsWith("HTTP/1.1 400").contains("Connection: close");
			end.get();
		}
	}

	private static boolean refusesConnections(int port) {
		try {
			new Socket("127.0.0.1", port).close();
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	private Socket connected(String timeout) throws IOException {
		this.node = NodeApplication.application()
			.run("--server.port=0", "--node.id=node7", "--ring.token=secret",
					"--server.tomcat.connection-timeout=" + timeout);
		int port = ((ServletWebServerApplicationContext) this.node).getWebServer().getPort();
		Socket client = new Socket("127.0.0.1", port);
		client.setSoTimeout(20_000);
		return client;
	}

	private static void send(Socket client, String request) throws IOException {
		client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
	}

	private static String next(Socket client, String end) throws IOException {
		StringBuilder read = new StringBuilder();
		for (int c = client.getInputStream().read(); c >= 0; c = client.getInputStream().read()) {
			read.append((char) c);
			if (read.toString().endsWith(end)) {
				break;
			}
		}
		return read.toString();
	}

	@AfterEach
	void stop() {
		this.node.close();
	}

}
