package dev.hashring.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class LocalClusterTests {

	private static LocalCluster cluster;

	@BeforeAll
	static void start() {
		cluster = LocalCluster.start("--ring.read-timeout=1s");
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@Test
	void nodesAreStoppedPausedAndStartedThroughTheRouter() throws Exception {
		for (String action : new String[] { "pause", "start", "stop", "start" }) {
			assertThat(post("node3", action, "Bearer " + cluster.token()).statusCode()).isEqualTo(204);
			int alice = RawHttp.send(cluster.url(), "GET", "/route?key=Alice").status();
			assertThat(alice).as(action).isEqualTo(action.equals("start") ? 200 : 500);
		}
	}

	@ParameterizedTest
	@CsvSource({ "''", "Bearer", "Bearer wrong", "Basic dXNlcjpwYXNz" })
	void withoutTheTokenNothingIsStopped(String authorization) throws Exception {
		HttpResponse<String> answer = post("node1", "stop", authorization);
		assertThat(answer.statusCode()).isEqualTo(401);
		assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
		assertThat(answer.body()).contains("Changes need the ring's token");
		assertThat(RawHttp.send(cluster.url(), "GET", "/route?key=Bob").status()).isEqualTo(200);
	}

	@Test
	void aNodeThatIsNotThereIsNotFound() {
		assertThat(post("node9", "stop", "Bearer " + cluster.token()).statusCode()).isEqualTo(404);
	}

	@Test
	void aStoppedNodeIsNotPaused() {
		assertThat(post("node2", "stop", "Bearer " + cluster.token()).statusCode()).isEqualTo(204);
		HttpResponse<String> pause = post("node2", "pause", "Bearer " + cluster.token());
		assertThat(pause.statusCode()).isEqualTo(409);
		assertThat(pause.body()).contains("Node node2 is stopped, so it can't be paused; start it first.");
		assertThat(post("node2", "start", "Bearer " + cluster.token()).statusCode()).isEqualTo(204);
	}

	@Test
	void aNewNodeAnswersBeforeItIsInTheRing() throws Exception {
		HttpResponse<String> added = cluster.ring().send("POST", "/local/members", "{}");
		assertThat(added.statusCode()).isEqualTo(201);
		JsonNode node = JsonMapper.shared().readTree(added.body());
		assertThat(node.get("id").asString()).isEqualTo("node4");
		RawHttp.Answer alice = RawHttp.send(URI.create(node.get("url").asString()), "GET", "/handle?key=Alice");
		assertThat(alice.body()).isEqualTo("Node node4 handled key: Alice");
		assertThat(cluster.ring().member("node4").isMissingNode()).isTrue();
		HttpResponse<String> again = cluster.ring().send("POST", "/local/members", "{'id': 'node4'}");
		assertThat(again.statusCode()).isEqualTo(200);
		assertThat(again.body()).isEqualTo(added.body());
	}

	@Test
	void allIsAsAtTheStartAgain() throws Exception {
		try (LocalCluster changed = LocalCluster.start("--ring.size=720", "--ring.on-owner-failure=next-node")) {
			JsonNode atStart = changed.ring().ring();
			LocalNode added = changed.newNode("node4");
			changed.ring().put("node4", "{'url': '" + added.url() + "'}");
			changed.ring().delete("node1");
			changed.ring().patch("{'placement': 'virtual-nodes', 'onOwnerFailure': 'fail'}");
			changed.node("node2").stop();
			await().until(() -> !changed.ring().isUp("node2"));
			assertThat(changed.ring().send("POST", "/local/reset", "").statusCode()).isEqualTo(204);
			await().until(() -> changed.ring().up() == 3);
			assertThat(changed.ring().ring().get("settings")).isEqualTo(atStart.get("settings"));
			assertThat(changed.ring().ids()).containsExactly("node1", "node2", "node3");
			assertThat(changed.ring().member("node1").get("position").asLong()).isEqualTo(100);
			assertThat(added.isStopped()).isTrue();
		}
	}

	@Test
	void noValueIsLeftAfterAReset() {
		try (LocalCluster keeper = LocalCluster.start()) {
			KeyValueClient values = new KeyValueClient(keeper.url());
			values.put("Alice", "in Wonderland");
			values.put("Bob", "the builder");
			assertThat(keeper.ring().send("POST", "/local/reset", "").statusCode()).isEqualTo(204);
			assertThat(values.list("", 100)).isEmpty();
			assertThat(values.put("Alice", "again").statusCode()).isEqualTo(201);
		}
	}

	@Test
	void aNodeWithoutANameIsNotStarted() {
		assertThat(cluster.ring().send("POST", "/local/members", "{'id': ' '}").statusCode()).isEqualTo(400);
	}

	@Test
	void theRouterSaysThatItsClusterIsInOneJvm() {
		assertThat(cluster.ring().send("GET", "/actuator/info", "").body())
			.contains("\"cluster\":{\"kind\":\"one-jvm\"}");
	}

	@Test
	void theClusterEndsWithinFiveSecondsEvenIfANodeIsPausedWithARequest() throws Exception {
		LocalCluster paused = LocalCluster.start();
		LocalNode node = paused.node("node3");
		assertThat(node).isNotNull();
		node.pause();
		CompletableFuture<Integer> held = CompletableFuture.supplyAsync(() -> status(paused.url()));
		await().until(() -> node.held() == 1);
		assertTimeout(Duration.ofSeconds(5), paused::close);
		assertThat(held.get()).isIn(200, 500);
	}

	@Test
	void aPortInUseIsNamedInOneSentence() throws Exception {
		ServerSocket port = new ServerSocket();
		try (port) {
			bindUnlessTaken(port, 8080);
			assertThat(outputOfAFailedStart(Map.of()))
				.isEqualTo("Port 8080 is in use: end what listens there, then start again.");
		}
	}

	@Test
	void aClusterAtAnotherPortRunsBesideAndAnswersAtEachAddress() throws Exception {
		Process start = start(Map.of("SERVER_ADDRESS", "0.0.0.0", "SERVER_PORT", "0", "RING_TOKEN", ""));
		try (BufferedReader output = start.inputReader(StandardCharsets.UTF_8)) {
			String link = output.lines().filter((line) -> line.startsWith("See the ring:")).findFirst().orElseThrow();
			assertThat(link).matches("See the ring: +http://127.0.0.1:[0-9]+/#token=[0-9a-f-]{36}");
			int port = URI.create(link.substring(link.indexOf("http"))).getPort();
			assertThat(port).isNotEqualTo(8080);
			List<String> addresses = NetworkInterface.networkInterfaces()
				.flatMap(NetworkInterface::inetAddresses)
				.filter(Inet4Address.class::isInstance)
				.map(InetAddress::getHostAddress)
				.toList();
			for (String address : addresses) {
				RawHttp.Answer alice = RawHttp.send(URI.create("http://" + address + ":" + port), "GET",
						"/route?key=Alice");
				assertThat(alice.body()).as(address).isEqualTo("[Ring Position: 288] Node node3 handled key: Alice");
			}
		}
		finally {
			start.destroy();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					SERVER_PORT    | 80a         | SERVER_PORT is '80a', but it has to be a number from 0 to 65535; 0 takes a free port.
					SERVER_PORT    | 65536       | SERVER_PORT is '65536', but it has to be a number from 0 to 65535; 0 takes a free port.
					SERVER_ADDRESS | 192.0.2.1   | SERVER_ADDRESS is '192.0.2.1', which is no address of this machine.
					""")
	void aWrongPortOrAddressIsNamedInOneSentence(String variable, String value, String sentence) throws Exception {
		assertThat(outputOfAFailedStart(Map.of(variable, value))).isEqualTo(sentence);
	}

	private static String outputOfAFailedStart(Map<String, String> environment) throws Exception {
		Process start = start(environment);
		String output = new String(start.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(start.waitFor()).isEqualTo(1);
		return output.strip();
	}

	private static Process start(Map<String, String> environment) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		ProcessBuilder builder = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"),
				LocalCluster.class.getName())
			.redirectErrorStream(true);
		builder.environment().remove("JAVA_TOOL_OPTIONS");
		builder.environment().putAll(environment);
		return builder.start();
	}

	private static void bindUnlessTaken(ServerSocket socket, int port) throws IOException {
		try {
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		}
		catch (BindException ex) {
			// Somebody else has it, which is as good.
		}
	}

	private HttpResponse<String> post(String node, String action, String authorization) {
		URI uri = cluster.url().resolve("/local/members/" + node + "/" + action);
		return Http.send(uri, StandardCharsets.UTF_8, "POST", "", "Authorization", authorization);
	}

	private static int status(URI router) {
		try {
			return RawHttp.send(router, "GET", "/route?key=Alice").status();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
