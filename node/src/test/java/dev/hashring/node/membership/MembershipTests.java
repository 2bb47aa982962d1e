package dev.hashring.node.membership;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.hashring.node.NodeApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class MembershipTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static ConfigurableApplicationContext node(FakeRouter router) {
		return node(router.url());
	}

	private static ConfigurableApplicationContext node(String routers) {
		return NodeApplication.application()
			.registerShutdownHook(false)
			.run("--server.port=0", "--server.address=127.0.0.1", "--ring.token=secret", "--node.id=n",
					"--node.lease=1s", "--router.url=" + routers);
	}

	@Test
	void aLeaseOfOneSecondIsRenewedInTime() throws IOException {
		try (FakeRouter router = new FakeRouter(200); ConfigurableApplicationContext node = node(router)) {
			await().atMost(SOON).until(() -> node.isActive() && router.joins.size() >= 5);
			List<Long> times = List.copyOf(router.joins);
			long shortest = IntStream.range(1, times.size())
				.mapToLong((i) -> times.get(i) - times.get(i - 1))
				.min()
				.orElseThrow();
			assertThat(Duration.ofNanos(shortest)).isBetween(Duration.ofMillis(200), Duration.ofMillis(1000));
			assertThat(router.bodies.get(0)).contains("\"leaseSeconds\":1", "\"url\":\"http://127.0.0.1:");
		}
	}

	@ParameterizedTest
	@CsvSource({ "1s, 333ms", "1999ms, 333ms", "3s, 1s", "6s, 2s", "59m, 2s" })
	void aLeaseIsRenewedAtAThirdOfIt(String lease, String renewal) {
		Duration every = new JoinSettings(List.of(), null, null, null, duration(lease), Duration.ofSeconds(60))
			.renewal();
		assertThat(Duration.ofMillis(every.toMillis())).isEqualTo(duration(renewal));
	}

	private static Duration duration(String text) {
		return DurationStyle.detectAndParse(text);
	}

	@Test
	void aNodeThatLeavesAsksAgainWhileEntriesMoveForAnother() throws IOException {
		try (FakeRouter router = new FakeRouter(200); ConfigurableApplicationContext node = node(router)) {
			await().atMost(SOON).until(() -> node.isActive() && !router.joins.isEmpty());
			router.beBusy();
			CompletableFuture<Void> end = CompletableFuture.runAsync(node::close);
			await().atMost(SOON).until(() -> router.leaves.size() >= 3);
			router.answersWith(200);
			end.join();
		}
	}

	@Test
	void aNodeThatIsRefusedSaysSoOnceAndKeepsTrying(CapturedOutput output) throws IOException {
		try (FakeRouter router = new FakeRouter(409); ConfigurableApplicationContext node = node(router)) {
			await().atMost(SOON).until(() -> node.isActive() && router.joins.size() >= 4);
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("Not in the ring") && line.contains("409")))
			.singleElement()
			.asString()
			.contains("Not in the ring of http://127.0.0.1:", "which refuses this node as n with status 409: Refused ",
					"This node keeps trying.");
	}

	@Test
	void aNodeWaitsForATokenThatTheRouterHasNotMadeYet(@TempDir Path folder, CapturedOutput output) throws IOException {
		Path file = folder.resolve("token");
		try (FakeRouter router = new FakeRouter(200);
				ConfigurableApplicationContext node = NodeApplication.application()
					.registerShutdownHook(false)
					.run("--server.port=0", "--server.address=127.0.0.1", "--ring.token-file=" + file, "--node.id=n",
							"--router.url=" + router.url())) {
			await().atMost(SOON).until(() -> output.getOut().contains("there is no token in " + file));
			Files.writeString(file, "secret");
			await().atMost(SOON).until(() -> node.isActive() && !router.joins.isEmpty());
		}
		assertThat(output.getOut()).doesNotContain("Not in the ring of");
	}

	@ParameterizedTest
	@CsvSource({ "::1, http://[::1]:5009", "2001:db8:0:0:1:0:0:1, http://[2001:db8::1:0:0:1]:5009",
			"fe80::1%0, http://[fe80::1]:5009", "10.0.0.7, http://10.0.0.7:5009" })
	void aNodeBoundToAnAddressJoinsWithAUrlOfIt(String address, String url) throws IOException {
		assertThat(RouterClient.url(InetAddress.getByName(address), "5009")).hasToString(url);
	}

	@Test
	void aNodeBoundToAllAddressesJoinsWithItsHostName() throws IOException {
		assertThat(RouterClient.url(InetAddress.getByName("::"), "5009"))
			.hasToString("http://" + InetAddress.getLocalHost().getHostName() + ":5009");
	}

}
