package dev.hashring.node;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

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

/**
 * How long a connection to a server lasts, with virtual threads and without.
 */
class ConnectionTests {

	private static final String REQUEST = "GET /handle?key=Alice HTTP/1.1\r\nHost: node\r\n\r\n";

	private static final String ANSWER = "Node node7 handled key: Alice";

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

	private Socket connected(String timeout) throws IOException {
		this.node = NodeApplication.application()
			.run("--server.port=0", "--node.id=node7", "--server.tomcat.connection-timeout=" + timeout);
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
