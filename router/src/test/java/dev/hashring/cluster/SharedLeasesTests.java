package dev.hashring.cluster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.hashring.protocol.JoinRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Leases that are renewed at either router.
 */
class SharedLeasesTests extends SharedRingTest {

	@BeforeAll
	static void startAll() {
		start("--ring.lease=1s", "--ring.removal=1s");
	}

	@Test
	void aLeaseThatIsRenewedAtEitherCountsAtAll() {
		await().during(Duration.ofSeconds(4)).atMost(SOON).pollInterval(Duration.ofMillis(300)).until(() -> {
			renew(other);
			return one.ring().ids().contains("elastic");
		});
		other.stop();
		await().during(Duration.ofSeconds(4)).atMost(SOON).pollInterval(Duration.ofMillis(300)).until(() -> {
			renew(one);
			return one.ring().ids().contains("elastic");
		});
		await().atMost(SOON).until(() -> !one.ring().ids().contains("elastic"));
		other.start();
	}

	@Test
	void aNodeWhoseRouterEndsRenewsAtTheOther() {
		cluster.newMember("node4", "--node.lease=1s");
		await().atMost(SOON).until(() -> other.ring().isUp("node4"));
		one.stop();
		await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> other.ring().isUp("node4"));
		one.start();
		assertThat(one.ring().isUp("node4")).isTrue();
	}

	private void renew(LocalRouter router) {
		String body = "{\"url\": \"%s\", \"position\": 50, \"leaseSeconds\": 1}".formatted(cluster.node("node1").url());
		assertThat(Http
			.send(router.url().resolve("/ring/members/elastic"), StandardCharsets.UTF_8, "PUT", body, "Authorization",
					"Bearer " + cluster.token(), "Content-Type", "application/json", JoinRequest.INSTANCE, "a")
			.statusCode()).isIn(200, 201);
	}

}
