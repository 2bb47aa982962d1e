package dev.hashring.router.nodes;

import java.io.IOException;

import dev.hashring.cluster.KeyValueClient;
import dev.hashring.cluster.LocalCluster;
import dev.hashring.cluster.LocalNode;
import dev.hashring.cluster.RawHttp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Members at hosts that {@link java.net.URI} does not read, and that this machine
 * resolves.
 */
class HostNameTests {

	@ParameterizedTest
	@ValueSource(strings = { "127.1", "127.0.1" })
	void theWholeWayWorks(String host) throws IOException {
		try (LocalCluster cluster = LocalCluster.start(1)) {
			LocalNode node = cluster.newNode("node4");
			String url = "http://" + host + ":" + node.url().getPort();
			assertThat(cluster.ring().put("node4", "{'position': 300, 'url': '" + url + "'}").statusCode())
				.isEqualTo(201);
			assertThat(cluster.ring().member("node4").get("url").asString()).isEqualTo(url);
			assertThat(RawHttp.send(cluster.url(), "GET", "/route?key=Alice").body())
				.isEqualTo("[Ring Position: 288] Node node4 handled key: Alice");
			KeyValueClient kv = new KeyValueClient(cluster.url());
			assertThat(kv.put("Alice", "one").statusCode()).isEqualTo(201);
			assertThat(kv.get("Alice").body()).isEqualTo("one");
			node.stop();
			await().until(() -> !cluster.ring().isUp("node4"));
			node.start();
			await().until(() -> cluster.ring().isUp("node4"));
		}
	}

}
