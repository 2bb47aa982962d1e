package dev.hashring.router.routing;

import java.io.IOException;
import java.time.Duration;

import dev.hashring.cluster.LocalCluster;
import dev.hashring.cluster.RawHttp;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class MetricsTests {

	@Test
	void prometheusReadsWhatTheRingDoes() throws IOException {
		try (LocalCluster cluster = LocalCluster.start("--ring.on-owner-failure=next-node")) {
			get(cluster, "/route?key=Bob");
			cluster.node("node3").stop();
			await().until(() -> !cluster.ring().isUp("node3"));
			get(cluster, "/route?key=Alice");
			cluster.ring().put("node4", "{'url': 'http://127.0.0.1:1'}");
			await().atMost(Duration.ofSeconds(5))
				.untilAsserted(() -> assertThat(get(cluster, "/actuator/prometheus")).contains("ring_epoch 2.0",
						"ring_requests_seconds_count{member=\"node1\",outcome=\"SUCCESS\"} 2",
						"ring_requests_seconds_sum{member=\"node1\",outcome=\"SUCCESS\"} 0.",
						"ring_requests_seconds_count{member=\"node3\",outcome=\"FAILURE\"} 0",
						"ring_failovers_total{member=\"node3\"} 1.0", "ring_share{member=\"node4\"} 0.22",
						"ring_members{status=\"DOWN\"} 2.0", "ring_members{status=\"UP\"} 2.0"));
			cluster.ring().delete("node4");
			await().atMost(Duration.ofSeconds(5))
				.untilAsserted(() -> assertThat(get(cluster, "/actuator/prometheus")).doesNotContain("node4"));
		}
	}

	private static String get(LocalCluster cluster, String target) throws IOException {
		return RawHttp.send(cluster.url(), "GET", target).body();
	}

}
