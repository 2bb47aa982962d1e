package dev.hashring.router.kv;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.hashring.cluster.KeyValueClient;
import dev.hashring.cluster.LocalCluster;
import dev.hashring.cluster.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class WritePermissionTests {

	@ParameterizedTest
	@ValueSource(strings = { "open", "" })
	void whereValuesAreOpenNoTokenIsNeeded(String values) {
		try (LocalCluster cluster = LocalCluster.start(1, "--ring.values=" + values)) {
			KeyValueClient kv = new KeyValueClient(cluster.url());
			assertThat(kv.put("Alice", "one").statusCode()).isEqualTo(201);
			assertThat(kv.delete("Alice").statusCode()).isEqualTo(204);
		}
	}

	@Test
	void valuesCanBeReadByAllAndChangedWithTheTokenAlone() {
		try (LocalCluster cluster = LocalCluster.start(1, "--ring.values=token")) {
			KeyValueClient kv = new KeyValueClient(cluster.url());
			String token = "Bearer " + cluster.token();
			assertThat(kv.put("Alice", "one", "Authorization", token).statusCode()).isEqualTo(201);
			for (HttpResponse<String> answer : List.of(kv.put("Alice", "two"), kv.delete("Alice"),
					kv.put("Alice", "two", "Authorization", token + "x"))) {
				assertThat(answer.statusCode()).isEqualTo(401);
				assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
				assertThat(answer.body()).contains("Changing values needs the ring's token");
			}
			assertThat(kv.get("Alice").body()).isEqualTo("one");
			assertThat(kv.list("", 10)).containsExactly("Alice");
			assertThat(kv.delete("Alice", "Authorization", token).statusCode()).isEqualTo(204);
			assertThat(kv.get("Alice").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void valuesThatAreOffCanOnlyBeRead() {
		try (LocalCluster cluster = LocalCluster.start(1, "--ring.values=off")) {
			KeyValueClient kv = new KeyValueClient(cluster.url());
			String token = "Bearer " + cluster.token();
			for (HttpResponse<String> answer : List.of(kv.put("Alice", "one"),
					kv.put("Alice", "one", "Authorization", token), kv.delete("Alice"),
					kv.send("DELETE", "?prefix=", "", "Authorization", token))) {
				assertThat(answer.statusCode()).isEqualTo(403);
				assertThat(answer.body()).contains("Values can only be read here, since ring.values is off.");
			}
			assertThat(kv.get("Alice").statusCode()).isEqualTo(404);
			assertThat(kv.list("", 10)).isEmpty();
		}
	}

	@Test
	void theTokenIsAskedForBeforeAValueIsRead() {
		try (LocalCluster router = LocalCluster.routerOf(Map.of(), "--ring.values=token")) {
			String request = "PUT /kv?key=a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n";
			assertTimeoutPreemptively(Duration.ofSeconds(20),
					() -> assertThat(RawHttp.send(router.url(), request).status()).isEqualTo(401));
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void anyOtherSettingStopsTheStart(CapturedOutput output) {
		assertThatException().isThrownBy(() -> LocalCluster.routerOf(Map.of(), "--ring.values=closed").close());
		assertThat(output).contains("ring.values (RING_VALUES) is 'closed'");
	}

}
