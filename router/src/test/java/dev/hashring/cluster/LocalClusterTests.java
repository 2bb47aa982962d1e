package dev.hashring.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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
			String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
			ProcessBuilder builder = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"),
					LocalCluster.class.getName())
				.redirectErrorStream(true);
			builder.environment().remove("JAVA_TOOL_OPTIONS");
			Process start = builder.start();
			String output = new String(start.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(output.strip()).isEqualTo("Port 8080 is in use: end what listens there, then start again.");
			assertThat(start.waitFor()).isEqualTo(1);
		}
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
