package dev.hashring.node.web;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.hashring.protocol.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a node answers to calls of its store.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoreCallsTests {

	@TempDir
	private Path folder;

	private StoreNode node;

	@BeforeEach
	void start() {
		this.node = StoreNode.with(this.folder);
	}

	@AfterEach
	void stop() {
		this.node.close();
	}

	private static String version(int counter) {
		return counter + "-00c0ffee00c0ffee";
	}

	@Test
	void anEntryIsPutAndRead() {
		assertThat(this.node.get("/store/entries?key=a").statusCode()).isEqualTo(404);
		assertThat(this.node.put("a", version(1), "hello", "Content-Type", "text/plain").statusCode()).isEqualTo(204);
		HttpResponse<String> found = this.node.get("/store/entries?key=a");
		assertThat(found.statusCode()).isEqualTo(200);
		assertThat(found.body()).isEqualTo("hello");
		assertThat(found.headers().firstValue("X-Ring-Version")).contains(version(1));
		assertThat(found.headers().firstValue("Content-Type")).contains("text/plain");
		HttpResponse<String> head = this.node.send("HEAD", "/store/entries?key=a", BodyPublishers.noBody(),
				StoreNode.usualAnd());
		assertThat(head.statusCode()).isEqualTo(200);
		assertThat(head.headers().firstValue("X-Ring-Version")).contains(version(1));
		assertThat(this.node.put("a", version(2), "", "X-Ring-Deleted", "true").statusCode()).isEqualTo(204);
		HttpResponse<String> deleted = this.node.get("/store/entries?key=a");
		assertThat(deleted.statusCode()).isEqualTo(204);
		assertThat(deleted.headers().firstValue("X-Ring-Version")).contains(version(2));
		assertThat(this.node.put("b", version(1), "").statusCode()).isEqualTo(204);
		assertThat(this.node.get("/store/entries?key=b").headers().firstValue("Content-Type")).isEmpty();
	}

	@Test
	void aWriterGetsTheNextVersion() {
		HttpResponse<String> first = this.node.send("PUT", "/store/entries?key=a", BodyPublishers.ofString("one"),
				next("00000000000000aa"));
		assertThat(first.statusCode()).isEqualTo(201);
		assertThat(first.headers().firstValue("X-Ring-Version")).contains("1-00000000000000aa");
		HttpResponse<String> second = this.node.send("PUT", "/store/entries?key=a", BodyPublishers.ofString("two"),
				next("00000000000000bb"));
		assertThat(second.statusCode()).isEqualTo(200);
		assertThat(second.headers().firstValue("X-Ring-Version")).contains("2-00000000000000bb");
		assertThat(this.node.get("/store/entries?key=a").body()).isEqualTo("two");
		assertThat(this.node.send("PUT", "/store/entries?key=a", BodyPublishers.ofString("x"), next("12")).statusCode())
			.isEqualTo(400);
	}

	private static String[] next(String writer) {
		return new String[] { "Authorization", "Bearer secret", "X-Ring-Epoch", "3", "X-Ring-Layout", "fixed 360",
				"X-Ring-Position", "7", "X-Ring-Writer", writer };
	}

	@Test
	void keysRangesAndDigestsAreListed() {
		this.node.put("a", version(1), "");
		this.node.put("b", version(2), "", "X-Ring-Deleted", "true");
		assertThat(this.node.get("/store/keys?limit=1").body())
			.isEqualTo("{\"keys\":[{\"key\":\"a\",\"version\":\"%s\",\"deleted\":false}],\"more\":true}"
				.formatted(version(1)));
		assertThat(this.node.get("/store/keys?after=a&prefix=b").body()).contains("\"deleted\":true}],\"more\":false");
		assertThat(this.node.get("/store/range?from=7&to=7&limit=1").body()).contains("\"position\":7,\"key\":\"a\"",
				"true");
		assertThat(this.node.get("/store/range?from=7&to=7&afterPosition=7&afterKey=a").body())
			.contains("\"position\":7,\"key\":\"b\"", "false");
		HttpResponse<String> digests = this.node.digests("[{\"from\":0,\"to\":6},{\"from\":7,\"to\":7}]");
		assertThat(digests.body()).matches("\\{\"digests\":\\[\"0{16}\",\"[0-9a-f]{16}\"]}");
	}

	@Test
	void aCallOfAnotherLayoutIsToldOfBothEpochs() {
		this.node.put("a", version(1), "");
		HttpResponse<String> answer = this.node.send("GET", "/store/entries?key=a", BodyPublishers.noBody(),
				"Authorization", "Bearer secret", "X-Ring-Epoch", "9", "X-Ring-Layout", "ketama");
		assertThat(answer.statusCode()).isEqualTo(409);
		assertThat(answer.body()).contains("This node's entries were put by another ring"
				+ " (epoch 3, layout fixed 360) than that of this call (epoch 9, layout ketama).");
	}

	@Test
	void aNodeWithADamagedFileStartsIsNotReadyAndHandlesKeys() throws IOException {
		this.node.put("a", version(1), "");
		stop();
		Files.writeString(this.folder.resolve("store.db"), "garbage".repeat(1000));
		start();
		assertThat(this.node.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
		assertThat(this.node.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
		assertThat(this.node.get("/handle?key=a").body()).isEqualTo("Node n handled key: a");
		assertThat(this.node.get("/store").body()).contains("\"state\":\"DAMAGED\"", "has a damaged file");
		assertThat(this.node.get("/store/entries?key=a").statusCode()).isEqualTo(503);
		assertThat(this.node.post("/store/recovered").statusCode()).isEqualTo(409);
		assertThat(this.node.post("/store/renew").statusCode()).isEqualTo(204);
		assertThat(this.node.get("/store").body()).contains("\"state\":\"RECOVERING\"");
		assertThat(this.node.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
		assertThat(this.node.post("/store/renew").statusCode()).isEqualTo(409);
		assertThat(this.node.post("/store/recovered").statusCode()).isEqualTo(204);
		assertThat(this.node.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
		assertThat(this.node.post("/store/recovered").statusCode()).isEqualTo(204);
	}

	@Test
	void aNodeWithoutAFolderIsReadyAndKeepsNothing() {
		stop();
		this.node = StoreNode.with(null);
		assertThat(this.node.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
		assertThat(this.node.get("/store").body()).contains("\"state\":\"NONE\"");
		HttpResponse<String> answer = this.node.put("a", version(1), "");
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(answer.body()).contains("This node keeps nothing: it has no folder (NODE_DATA).");
	}

	@Test
	void aSecondNodeCannotHaveTheSameFolder(CapturedOutput output) {
		assertThatException().isThrownBy(() -> StoreNode.with(this.folder));
		assertThat(output).contains("which another node uses").doesNotContain("\tat ");
		assertThat(this.node.get("/store").statusCode()).isEqualTo(200);
	}

}
