package dev.hashring.node.membership;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

import dev.hashring.node.NodeApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class RoutersTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static ConfigurableApplicationContext node(String... routers) {
		return NodeApplication.application()
			.registerShutdownHook(false)
			.run("--server.port=0", "--server.address=127.0.0.1", "--ring.token=secret", "--node.id=n",
					"--node.lease=1s", "--router.url=" + String.join(", ", routers));
	}

	private static void awaitJoins(FakeRouter router, int more) {
		int before = router.joins.size();
		await().atMost(SOON).until(() -> router.joins.size() >= before + more);
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 503 })
	void aRouterThatFailsMakesWayForTheNextWhichIsKept(int status) throws IOException {
		try (FakeRouter first = new FakeRouter(status);
				FakeRouter second = new FakeRouter(200);
				ConfigurableApplicationContext node = node(first.url(), second.url())) {
			awaitJoins(second, 3);
			assertThat(node.isActive()).isTrue();
			assertThat(first.joins).hasSize(1);
		}
	}

	@Test
	void aRouterThatRefusesConnectionsMakesWayForTheNext() throws IOException {
		FakeRouter gone = new FakeRouter(200);
		gone.close();
		try (FakeRouter second = new FakeRouter(200);
				ConfigurableApplicationContext node = node(gone.url(), second.url())) {
			awaitJoins(second, 1);
			assertThat(node.isActive()).isTrue();
		}
	}

	@Test
	void aSilentRouterMakesWayForTheNext() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
				FakeRouter second = new FakeRouter(200);
				ConfigurableApplicationContext node = node("http://127.0.0.1:" + silent.getLocalPort(), second.url())) {
			awaitJoins(second, 1);
			assertThat(node.isActive()).isTrue();
		}
	}

	@Test
	void aRefusalIsAnAnswer(CapturedOutput output) throws IOException {
		try (FakeRouter first = new FakeRouter(409);
				FakeRouter second = new FakeRouter(200);
				ConfigurableApplicationContext node = node(first.url(), second.url())) {
			awaitJoins(first, 3);
			assertThat(node.isActive()).isTrue();
			assertThat(second.joins).isEmpty();
			assertThat(output).contains("Not in the ring of " + first.url() + ", which refuses this node");
		}
	}

	@Test
	void theFirstIsAskedAgainOnceTheSecondFails(CapturedOutput output) throws IOException {
		try (FakeRouter first = new FakeRouter(503);
				FakeRouter second = new FakeRouter(200);
				ConfigurableApplicationContext node = node(first.url(), second.url())) {
			awaitJoins(second, 1);
			first.answersWith(200);
			second.answersWith(503);
			awaitJoins(first, 3);
			assertThat(node.isActive()).isTrue();
			assertThat(output).containsSubsequence("In the ring of " + second.url(), "In the ring of " + first.url())
				.doesNotContain("Not in the ring");
		}
	}

	@Test
	void aNodeLeavesAtTheNextIfTheOneThatItJoinedAtFails() throws IOException {
		try (FakeRouter first = new FakeRouter(200); FakeRouter second = new FakeRouter(200)) {
			try (ConfigurableApplicationContext node = node(first.url(), second.url())) {
				awaitJoins(first, 1);
				assertThat(node.isActive()).isTrue();
				first.answersWith(503);
			}
			assertThat(second.leaves).containsExactly("/ring/members/n");
		}
	}

	@Test
	void routersThatAllFailAreNamedOnceAndAskedOn(CapturedOutput output) throws IOException {
		try (FakeRouter first = new FakeRouter(503);
				FakeRouter second = new FakeRouter(503);
				ConfigurableApplicationContext node = node(first.url(), second.url())) {
			awaitJoins(second, 3);
			assertThat(node.isActive()).isTrue();
			second.answersWith(200);
			awaitJoins(second, 1);
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("Not in the ring"))).singleElement()
			.asString()
			.contains(" or http://127.0.0.1:", "which refuses this node as n with status 503");
	}

}
