package dev.hashring.router.kv;

import java.net.http.HttpResponse;

import dev.hashring.cluster.KeyValueClient;
import dev.hashring.cluster.LocalCluster;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ForgettingTests {

	@Test
	void allValuesWhoseKeysStartWithAPrefixAreDeleted() {
		try (LocalCluster cluster = LocalCluster.start("--ring.replicas=3")) {
			KeyValueClient kv = new KeyValueClient(cluster.url());
			for (int i = 0; i < 120; i++) {
				kv.put("many/" + i, "v");
			}
			kv.delete("many/7");
			kv.put("many", "before");
			kv.put("many0", "after");
			kv.put("z%", "other");
			HttpResponse<String> refused = kv.send("DELETE", "?prefix=many/", "");
			assertThat(refused.statusCode()).isEqualTo(401);
			assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
			assertThat(refused.body()).contains("Deleting many values at once needs the ring's token");
			assertThat(kv.list("many/", 1000)).hasSize(119);

			assertDeleted(forget(cluster, "?prefix=many/"), 119);
			assertThat(kv.list("", 10)).containsExactly("many", "many0", "z%");
			assertThat(kv.get("many/8").statusCode()).isEqualTo(404);
			assertDeleted(forget(cluster, "?prefix=many/"), 0);
			assertDeleted(forget(cluster, "?prefix=z%25"), 1);
			assertDeleted(forget(cluster, "?prefix="), 2);
			assertThat(kv.list("", 10)).isEmpty();
		}
	}

	@Test
	void aKeyAndAPrefixExcludeEachOther() {
		try (LocalCluster cluster = LocalCluster.start(1)) {
			HttpResponse<String> both = forget(cluster, "?key=a&prefix=a");
			assertThat(both.statusCode()).isEqualTo(400);
			assertThat(both.body()).contains("Name a key or a prefix, not both.");
			assertThat(forget(cluster, "?prefix=" + "a".repeat(4097)).statusCode()).isEqualTo(400);
		}
	}

	@Test
	void whatIsLeftSinceReplicasAreAwayIsNotSaidToBeDeleted() {
		try (LocalCluster cluster = LocalCluster.start("--ring.replicas=3", "--ring.deadline=3s")) {
			KeyValueClient kv = new KeyValueClient(cluster.url());
			kv.put("Alice", "one");
			cluster.node("node1").stop();
			cluster.node("node2").stop();
			HttpResponse<String> answer = forget(cluster, "?prefix=");
			assertThat(answer.statusCode()).isEqualTo(503);
			JsonNode problem = JsonMapper.shared().readTree(answer.body());
			assertThat(problem.get("deleted").asLong()).isZero();
			assertThat(problem.get("needed").asLong()).isEqualTo(2);
			assertThat(problem.get("detail").asString())
				.isEqualTo("Values may be left, since too few replicas answered. Deleted so far: 0.");
			cluster.node("node1").start();
			assertThat(kv.get("Alice").body()).isEqualTo("one");
		}
	}

	private static HttpResponse<String> forget(LocalCluster cluster, String query) {
		return new KeyValueClient(cluster.url()).send("DELETE", query, "", "Authorization",
				"Bearer " + cluster.token());
	}

	private static void assertDeleted(HttpResponse<String> answer, int expected) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("{\"deleted\":%s}".formatted(expected));
	}

}
