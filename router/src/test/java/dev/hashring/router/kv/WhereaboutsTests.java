package dev.hashring.router.kv;

import java.net.http.HttpResponse;

import dev.hashring.cluster.KeyValueClient;
import dev.hashring.cluster.LocalCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WhereaboutsTests {

	@Test
	void eachReplicaSaysWhatItHas() {
		try (LocalCluster cluster = LocalCluster.start("--ring.replicas=2")) {
			KeyValueClient kv = new KeyValueClient(cluster.url());
			// In the ring of the original, Alice is node3's at 288, and node1 is next.
			assertThat(where(kv, "Alice")).isEqualTo(
					"{\"key\":\"Alice\",\"position\":288,\"replicas\":[{\"member\":\"node3\"},{\"member\":\"node1\"}]}");

			String version = version(kv.put("Alice", "one"));
			String has = "\"version\":\"" + version + "\",\"deleted\":false";
			await().until(() -> where(kv, "Alice"),
					("{\"key\":\"Alice\",\"position\":288,\"replicas\":[{\"member\":\"node3\"," + has
							+ "},{\"member\":\"node1\"," + has + "}]}")::equals);

			cluster.node("node1").stop();
			assertThat(where(kv, "Alice")).contains(
					"[{\"member\":\"node3\"," + has + "},{\"member\":\"node1\",\"why\":\"refused the connection\"}]");

			cluster.node("node1").start();
			await().until(() -> cluster.ring().up() == 3);
			String deleted = "\"version\":\"" + version(kv.delete("Alice")) + "\",\"deleted\":true";
			await().until(() -> where(kv, "Alice"), (answer) -> answer
				.endsWith("[{\"member\":\"node3\"," + deleted + "},{\"member\":\"node1\"," + deleted + "}]}"));
			assertThat(kv.send("GET", "/where", "").statusCode()).isEqualTo(400);
		}
	}

	private static String where(KeyValueClient kv, String key) {
		HttpResponse<String> answer = kv.send("GET", "/where?key=" + key, "");
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return answer.body();
	}

	private static String version(HttpResponse<String> answer) {
		return answer.headers().firstValue("ETag").orElseThrow().replace("\"", "");
	}

}
