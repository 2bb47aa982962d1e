package dev.hashring.router.routing;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.hashring.cluster.FaultyNode;
import dev.hashring.cluster.FaultyNode.Fault;
import dev.hashring.cluster.LocalCluster;
import dev.hashring.cluster.RawHttp;
import dev.hashring.cluster.RawHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/**
 * What becomes of a key whose owner is away, with {@code on-owner-failure: next-node}: a
 * ring of node1, node2 and node3, of which the last owns Alice and the first comes after
 * it.
 */
class FailOverTests {

	private final List<AutoCloseable> toClose = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable closeable : this.toClose) {
			closeable.close();
		}
	}

	@Test
	void theNextMemberAnswersForAStoppedOne() throws IOException {
		LocalCluster cluster = cluster();
		cluster.node("node3").stop();
		await().until(() -> !cluster.ring().isUp("node3"));
		Answer answer = alice(cluster);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("[Ring Position: 288] Node node1 handled key: Alice");
		assertThat(answer.header("X-Ring-Owner")).isEqualTo("node3");
		assertThat(answer.header("X-Ring-Member")).isEqualTo("node1");
		assertThat(cluster.ring().member("node3").get("failovers").asInt()).isEqualTo(1);

		cluster.node("node3").start();
		await().atMost(Duration.ofSeconds(10)).until(() -> cluster.ring().isUp("node3"));
		assertThat(alice(cluster).header("X-Ring-Member")).isEqualTo("node3");
	}

	@Test
	void aMemberThatRefusesARequestIsDownAtOnce() throws IOException {
		LocalCluster cluster = cluster();
		cluster.ring().put("node4", "{'url': 'http://127.0.0.1:1', 'position': 288}");
		assertThat(alice(cluster).header("X-Ring-Owner")).isEqualTo("node4");
		assertThat(cluster.ring().member("node4").get("status").asString()).isEqualTo("DOWN");
		assertThat(cluster.ring().member("node4").get("reason").asString()).isEqualTo("refused the connection");
	}

	@Test
	void nobodyWaitsForAPausedMemberOnceItIsKnown() throws IOException {
		LocalCluster cluster = cluster();
		cluster.node("node3").pause();
		assertThat(alice(cluster).status()).isEqualTo(200);
		await().atMost(Duration.ofSeconds(3)).until(() -> !cluster.ring().isUp("node3"));
		int held = cluster.node("node3").held();
		for (int i = 0; i < 50; i++) {
			assertThat(alice(cluster).header("X-Ring-Member")).isEqualTo("node1");
		}
		assertThat(cluster.node("node3").held()).as("requests at the paused node").isEqualTo(held);
	}

	@Test
	void eachMemberIsTriedOnceAndNoMoreThanMaxAttempts() throws IOException {
		Map<String, FaultyNode> nodes = nodes(Fault.UNAVAILABLE, Fault.CLOSING, Fault.UNAVAILABLE);
		LocalCluster cluster = router(nodes, "--ring.max-attempts=3");
		Answer answer = alice(cluster);
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.body()).contains(
				"Position 288 belongs to node3, which answered 503; node1 answered 503; node2 broke off before its answer was whole.",
				"\"tried\":[{\"member\":\"node3\",\"cause\":\"answered 503\"}");
		assertThat(nodes.values()).extracting(FaultyNode::requests).containsExactly(1, 1, 1);

		cluster.ring().patch("{'maxAttempts': 2}");
		assertThat(alice(cluster).status()).isEqualTo(503);
		assertThat(nodes.values()).extracting(FaultyNode::requests).containsExactly(2, 1, 2);
	}

	@Test
	void anAnswerThatBlamesTheRequestIsGivenToNobodyElse() throws IOException {
		Map<String, FaultyNode> nodes = nodes(Fault.FORGETFUL, Fault.FORGETFUL, Fault.NOT_FOUND);
		Answer answer = alice(router(nodes));
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.header("X-Ring-Member")).isEqualTo("node3");
		assertThat(nodes.values()).extracting(FaultyNode::requests).containsExactly(0, 0, 1);
	}

	@Test
	void allAttemptsTogetherStayWithinTheDeadline() throws IOException {
		Map<String, FaultyNode> nodes = nodes(Fault.SILENT, Fault.SILENT, Fault.SILENT);
		LocalCluster cluster = router(nodes, "--ring.deadline=3s");
		long start = System.nanoTime();
		assertThat(alice(cluster).status()).isEqualTo(500);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(2900),
				Duration.ofMillis(5000));
		assertThat(nodes.get("node2").requests()).as("requests to the third one").isZero();
	}

	@Test
	void whereAllAreDownTheyAreTriedAllTheSame() throws IOException {
		LocalCluster cluster = cluster();
		for (String node : List.of("node1", "node2", "node3")) {
			cluster.node(node).stop();
		}
		await().until(() -> cluster.ring().up() == 0);
		assertTimeout(Duration.ofSeconds(1), () -> assertThat(alice(cluster).status()).isEqualTo(500));
		cluster.node("node2").start();
		assertThat(alice(cluster).header("X-Ring-Member")).isEqualTo("node2");
	}

	@Test
	void withABoundOnLoadNoMemberGetsMoreThanItsPart() throws IOException {
		LocalCluster cluster = router(nodes(Fault.SLOW, Fault.SLOW, Fault.SLOW), "--ring.bounded-load=1.25",
				"--ring.read-timeout=5s");
		ExecutorService callers = Executors.newFixedThreadPool(30);
		this.toClose.add(callers::shutdown);
		Map<String, Long> answered = IntStream.range(0, 30)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> member(cluster), callers))
			.toList()
			.stream()
			.map(CompletableFuture::join)
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
		assertThat(answered).as("of 30 requests for one key at once").hasSize(3);
		assertThat(answered.values()).allMatch((count) -> count <= 13);
	}

	private static String member(LocalCluster cluster) {
		try {
			return alice(cluster).header("X-Ring-Member");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Answer alice(LocalCluster cluster) throws IOException {
		return RawHttp.send(cluster.url(), "GET", "/route?key=Alice");
	}

	private LocalCluster cluster() {
		LocalCluster cluster = LocalCluster.start("--ring.on-owner-failure=next-node");
		this.toClose.add(cluster);
		return cluster;
	}

	private LocalCluster router(Map<String, FaultyNode> nodes, String... settings) {
		Map<String, URI> urls = new LinkedHashMap<>();
		nodes.forEach((id, node) -> urls.put(id, node.url()));
		List<String> all = new ArrayList<>(List.of(settings));
		all.add("--ring.on-owner-failure=next-node");
		LocalCluster cluster = LocalCluster.routerOf(urls, all.toArray(String[]::new));
		this.toClose.add(0, cluster);
		return cluster;
	}

	private Map<String, FaultyNode> nodes(Fault... faults) throws IOException {
		Map<String, FaultyNode> nodes = new LinkedHashMap<>();
		for (Fault fault : faults) {
			FaultyNode node = new FaultyNode(0, fault);
			this.toClose.add(node);
			nodes.put("node" + (nodes.size() + 1), node);
		}
		return nodes;
	}

}
