package dev.hashring.router.nodes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpServer;
import dev.hashring.cluster.FaultyNode;
import dev.hashring.cluster.FaultyNode.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class NodeClientTests {

	private static final Duration LONG = Duration.ofSeconds(5);

	private Timeouts timeouts = new Timeouts(LONG, LONG);

	private final NodeClient client = new NodeClient();

	@AfterEach
	void close() {
		this.client.close();
	}

	@ParameterizedTest
	@CsvSource({ "SILENT, gave no whole answer within 500 ms", "TRICKLING_HEADER, gave no whole answer within 500 ms",
			"TRICKLING_BODY, gave no whole answer within 500 ms", "HALF, broke off before its answer was whole",
			"CLOSING, broke off before its answer was whole", "HALF_HEADER, gave an answer without a length",
			"GARBAGE, answered something that is not HTTP", "HUGE, answered more than 1048576 bytes" })
	void aNodeThatGivesNoWholeAnswerFails(Fault fault, String why) throws IOException {
		if (why.contains("500 ms")) {
			this.timeouts = new Timeouts(Duration.ofMillis(500), Duration.ofMillis(500));
		}
		try (FaultyNode node = new FaultyNode(0, fault)) {
			assertFails(node.url(), LONG, why);
			await().untilAsserted(() -> assertThat(node.requests()).as("requests that the node saw").isEqualTo(1));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "UNAVAILABLE", "REDIRECT" })
	void errorsAndRedirectsArePassedOnAndNotFollowed(Fault fault) throws Exception {
		try (FaultyNode node = new FaultyNode(0, fault)) {
			assertThat(get(node.url(), LONG).status()).isEqualTo((fault == Fault.UNAVAILABLE) ? 503 : 302);
			assertThat(node.requests()).isEqualTo(1);
		}
	}

	@Test
	void aPooledConnectionThatTurnsOutDeadIsReplacedOnce() throws Exception {
		try (FaultyNode node = new FaultyNode(0, Fault.FORGETFUL)) {
			for (int i = 1; i <= 20; i++) {
				assertThat(get(node.url(), LONG).body()).asString().isEqualTo("fine");
				assertThat(node.requests()).isEqualTo(i);
			}
		}
	}

	@Test
	void aPooledConnectionThatBreaksOffInTheMiddleIsNotReplaced() throws Exception {
		try (FaultyNode node = new FaultyNode(0, Fault.SECOND_HALF)) {
			get(node.url(), LONG);
			assertFails(node.url(), LONG, "broke off before its answer was whole");
			assertThat(node.requests()).isEqualTo(2);
		}
	}

	@Test
	void theDeadlineEndsARequestBeforeTheReadTimeout() throws IOException {
		try (FaultyNode node = new FaultyNode(0, Fault.SILENT)) {
			assertFails(node.url(), Duration.ofMillis(250), "gave no whole answer within 250 ms");
		}
	}

	@Test
	void aPortWhereNobodyListensRefusesTheConnection() throws IOException {
		int port;
		try (ServerSocket free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}
		assertFails(URI.create("http://127.0.0.1:" + port), LONG, "refused the connection");
	}

	@Test
	void nobodyIsAskedAfterItsEnd() throws IOException {
		try (FaultyNode node = new FaultyNode(0, Fault.UNAVAILABLE)) {
			this.client.close();
			assertFails(node.url(), LONG, "was not asked, since the router ends");
		}
	}

	@Test
	void aHostNameThatCannotBeResolvedIsSaidToBeSo() {
		NodeClient nowhere = new NodeClient((host) -> {
			throw new UnknownHostException(host);
		});
		assertFails(nowhere, URI.create("http://nobody.invalid:5000"), LONG, "has a host name that can't be resolved");
		nowhere.close();
	}

	@ParameterizedTest
	@CsvSource({ "demo_node1_1, demo_node1_1", "node4.1, node4.1", "Node1., Node1.", "節點, xn--r0z423e" })
	void anyHostThatCanBeResolvedIsAsked(String typed, String asked) throws Exception {
		AtomicReference<String> header = new AtomicReference<>();
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			header.set(exchange.getRequestHeaders().getFirst("Host"));
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		server.start();
		NodeClient docker = new NodeClient((host) -> {
			if (!host.equals(asked)) {
				throw new UnknownHostException(host);
			}
			return new InetAddress[] { InetAddress.getLoopbackAddress() };
		});
		try {
			int port = server.getAddress().getPort();
			NodeAnswer answer = docker.send(URI.create("http://" + typed + ":" + port), NodeRequest.get("/", true),
					this.timeouts, Deadline.in(Duration.ofSeconds(20)));
			assertThat(answer.status()).isEqualTo(204);
			assertThat(header).hasValue(asked + ":" + port);
		}
		finally {
			docker.close();
			server.stop(0);
		}
	}

	private void assertFails(URI node, Duration deadline, String why) {
		assertFails(this.client, node, deadline, why);
	}

	private void assertFails(NodeClient client, URI node, Duration deadline, String why) {
		assertThatExceptionOfType(NodeFailedException.class).isThrownBy(() -> get(client, node, deadline))
			.satisfies((failure) -> assertThat(failure.why()).isEqualTo(why));
	}

	private NodeAnswer get(URI node, Duration deadline) throws NodeFailedException {
		return get(this.client, node, deadline);
	}

	private NodeAnswer get(NodeClient client, URI node, Duration deadline) throws NodeFailedException {
		return client.send(node, NodeRequest.get("/handle?key=Alice", true), this.timeouts, Deadline.in(deadline));
	}

}
