package dev.hashring.router.routing;

import java.io.IOException;

import dev.hashring.cluster.LocalCluster;
import dev.hashring.cluster.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The router with other placements than the original's.
 */
class VirtualNodesRouteTests {

	/** Where keys belong was computed by another program. */
	@Test
	void keysGoToTheOwnersOfVirtualNodes() throws IOException {
		try (LocalCluster cluster = LocalCluster.start("--ring.placement=virtual-nodes")) {
			assertThat(get(cluster, "/route?key=Alice"))
				.isEqualTo("[Ring Position: 558577680] Node node2 handled key: Alice");
			assertThat(get(cluster, "/route?key=Bob"))
				.isEqualTo("[Ring Position: 3214761019] Node node3 handled key: Bob");
			assertThat(get(cluster, "/ring")).contains("\"placement\":\"virtual-nodes\"", "\"size\":4294967296",
					"\"points\":160", "\"requests\":1", "\"failures\":0");
			assertThat(get(cluster, "/ring/lookup?key=Alice")).contains("\"position\":558577680",
					"\"owner\":\"node2\"");
			cluster.node("node2").stop();
			get(cluster, "/route?key=Alice");
			assertThat(get(cluster, "/ring")).contains("\"status\":\"DOWN\"", "\"requests\":2", "\"failures\":1");
		}
	}

	@ParameterizedTest
	@CsvSource({ "ketama", "virtual-nodes" })
	void whoOwnsAKeyAnswersIt(String placement) throws IOException {
		try (LocalCluster cluster = LocalCluster.start("--ring.placement=" + placement, "--ring.virtual-nodes=40")) {
			for (String key : new String[] { "a", "b", "c", "d" }) {
				assertThat(get(cluster, "/route?key=" + key))
					.endsWith("Node %s handled key: %s".formatted(cluster.ring().owner(key), key));
			}
		}
	}

	private static String get(LocalCluster cluster, String target) throws IOException {
		return RawHttp.send(cluster.url(), "GET", target).body();
	}

}
