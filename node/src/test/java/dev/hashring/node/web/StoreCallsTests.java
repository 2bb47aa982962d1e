package dev.hashring.node.web;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.hashring.node.entry.Entries;
import dev.hashring.node.entry.TestRing;
import dev.hashring.protocol.EntryPage;
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
				this.node.usualAnd());
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
	void manyEntriesArePutAndReadTogether() {
		this.node.put("old", version(9), "newer");
		EntryPage.Item whole = Entries.item("a", Version.parse(version(1)), "text/plain", new byte[16_384]);
		EntryPage.Item tombstone = Entries.tombstone("b", Version.parse(version(2)));
		EntryPage.Item large = Entries.item("large", Version.parse(version(3)), null, new byte[16_385]);
		assertThat(this.node
			.batch("PUT", whole, tombstone, large,
					Entries.item("old", Version.parse(version(8)), null, "older".getBytes()))
			.statusCode()).isEqualTo(204);
		assertThat(this.node.get("/store/entries?key=old").body()).isEqualTo("newer");
		EntryPage.Item newer = Entries.item("old", Version.parse(version(9)), null, "newer".getBytes());
		List<String> many = new ArrayList<>(Collections.nCopies(31, "a"));
		many.addAll(List.of("b", "never", "large", "old", "a"));
		assertThat(this.node.read("/store/entries", many.toArray(String[]::new)))
			.as("a large body, and one that does not fit beside the others, stay there")
			.usingRecursiveFieldByFieldElementComparator()
			.startsWith(whole, whole)
			.endsWith(whole, tombstone, large.withoutBody(), newer, whole.withoutBody())
			.hasSize(35);
		assertThat(this.node.read("/store/heads", "b", "never", "a", "old"))
			.usingRecursiveFieldByFieldElementComparator()
			.containsExactly(tombstone, whole.withoutBody(), newer.withoutBody());
		assertThat(this.node.read("/store/heads", "never")).isEmpty();
	}

	@Test
	void whatIsTooLargeIsNotReadTogether() {
		String[] keys = { "a", "b", "c", "d", "e" };
		for (String key : keys) {
			this.node.put(key, version(1), "x".repeat(1 << 20));
		}
		assertThat(this.node.read("/store/heads", "a", "b", "c", "d")).hasSize(4);
		assertThat(this.node.find("/store/heads", keys).statusCode()).isEqualTo(503);
	}

	@Test
	void manyWritersGetTheNextVersionsTogether() {
		this.node.put("b", version(4), "four");
		HttpResponse<String> answer = this.node.batch("POST",
				Entries.item("a", new Version(1, 0xaa), null, "one".getBytes()),
				Entries.item("b", new Version(1, 0xbb), null, "five".getBytes()),
				Entries.item("a", new Version(1, 0xcc), null, "two".getBytes()));
		assertThat(answer.body()).isEqualTo("{\"puts\":[%s,%s,%s]}".formatted(put("1-00000000000000aa", true),
				put("5-00000000000000bb", false), put("2-00000000000000cc", false)));
		assertThat(this.node.get("/store/entries?key=a").body()).isEqualTo("two");
	}

	private static String put(String version, boolean isNew) {
		return "{\"version\":\"%s\",\"isNew\":%s}".formatted(version, isNew);
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

	private String[] next(String writer) {
		return this.node.usualAnd("X-Ring-Writer", writer);
	}

	@Test
	void keysRangesAndDigestsAreListed() {
		this.node.put("a", version(1), "");
		this.node.put("b", version(2), "", "X-Ring-Deleted", "true");
		assertThat(this.node.get("/store/keys?limit=1").body())
			.isEqualTo("{\"keys\":[{\"key\":\"a\",\"version\":\"%s\",\"deleted\":false}],\"more\":true}"
				.formatted(version(1)));
		assertThat(this.node.get("/store/keys?after=a&prefix=b").body()).contains("\"deleted\":true}],\"more\":false");
		long first = this.node.ring().position("b");
		long second = this.node.ring().position("a");
		assertThat(this.node.get("/store/range?from=0&to=359&limit=1").body())
			.contains("\"position\":%d,\"key\":\"b\",\"version\":\"%s\"".formatted(first, version(2)), "true");
		assertThat(this.node.get("/store/range?from=0&to=359&afterPosition=%d&afterKey=b".formatted(first)).body())
			.contains("\"position\":%d,\"key\":\"a\",\"version\":\"%s\"".formatted(second, version(1)), "false");
		HttpResponse<String> digests = this.node
			.digests("[{\"from\":0,\"to\":%d},{\"from\":%d,\"to\":%d}]".formatted(first - 1, first, first));
		assertThat(digests.body()).matches("\\{\"digests\":\\[\"0{16}\",\"[0-9a-f]{16}\"]}");
	}

	@Test
	void aCallOfAnotherStateIsToldWhichOneTheStoreKnows() {
		TestRing before = this.node.ring();
		this.node.put("a", version(1), "");
		TestRing next = TestRing.at(4).with("n", 100, this.node.store());
		assertThat(this.node.state(next).statusCode()).isEqualTo(204);
		assertThat(this.node.state(next).statusCode()).as("told twice").isEqualTo(204);
		assertThat(this.node.get("/store/entries?key=a").statusCode()).isEqualTo(200);
		HttpResponse<String> answer = this.node.state(before);
		assertThat(answer.statusCode()).isEqualTo(412);
		for (String path : new String[] { "/store/entries?key=a", "/store/keys", "/store/range?from=0&to=1" }) {
			answer = this.node.get(path);
			assertThat(answer.statusCode()).isEqualTo(412);
			assertThat(answer.headers().firstValue("X-Ring-State")).contains(next.stamp().toString());
			assertThat(answer.body()).contains("This node knows another state of the ring, " + next.stamp());
		}
		assertThat(this.node.put("a", version(2), "").statusCode()).isEqualTo(412);
		EntryPage.Item entry = Entries.item("a", Version.parse(version(2)), null, new byte[1]);
		assertThat(this.node.batch("PUT", entry).statusCode()).isEqualTo(412);
		assertThat(this.node.batch("POST", entry).statusCode()).isEqualTo(412);
		assertThat(this.node.find("/store/heads", "a").statusCode()).isEqualTo(412);
	}

	@Test
	void aStateIsToldBeforeWhatGoesByItAndKept() {
		HttpResponse<String> known = this.node.get("/store/ring");
		assertThat(known.body()).isEqualTo(this.node.ring().json());
		assertThat(known.headers().firstValue("X-Ring-State")).contains(this.node.ring().stamp().toString());
		TestRing next = TestRing.at(4).with("n", 100, this.node.store()).with("m", 50, null);
		String[] headers = { "Authorization", "Bearer secret", "X-Ring-Store", this.node.store(), "X-Ring-State",
				next.stamp().toString(), "X-Ring-Version", version(1) };
		BodyPublisher body = BodyPublishers.ofString("{\"ranges\":[]}");
		assertThat(this.node.send("PUT", "/store/entries?key=a", body, headers).statusCode()).isEqualTo(428);
		assertThat(this.node.send("GET", "/store/range?from=0&to=1", BodyPublishers.noBody(), headers).statusCode())
			.isEqualTo(428);
		assertThat(this.node.send("GET", "/store/entries?key=a", BodyPublishers.noBody(), headers).statusCode())
			.isEqualTo(404);
		assertThat(this.node.state(next).statusCode()).isEqualTo(204);
		assertThat(this.node.send("PUT", "/store/entries?key=a", body, headers).statusCode()).isEqualTo(204);
		stop();
		start();
		assertThat(this.node.get("/store/ring").statusCode()).isEqualTo(200);
		assertThat(this.node.get("/store/ring").body()).as("what start() tells it is older").isEqualTo(next.json());
	}

	@Test
	void aPromiseOutlivesItsRouterAndIsGivenOnce() {
		HttpResponse<String> promise = this.node.post("/store/promise?term=1");
		assertThat(promise.statusCode()).isEqualTo(200);
		assertThat(promise.body()).contains("\"term\":1", "\"stamp\":\"" + this.node.ring().stamp() + "\"");
		assertThat(this.node.post("/store/promise?term=1").statusCode()).isEqualTo(412);
		HttpResponse<String> refused = this.node.get("/store/entries?key=a");
		assertThat(refused.statusCode()).isEqualTo(412);
		assertThat(refused.headers().firstValue("X-Ring-State")).contains(this.node.ring().stamp() + "/1");
		assertThat(this.node.post("/store/promise").statusCode()).isEqualTo(400);
	}

	@Test
	void itCleansWhenItIsToldThatEnoughKnowTheRing() {
		this.node.put("a", version(1), "one");
		assertThat(this.node.post("/store/clean").statusCode()).as("it keeps all").isEqualTo(204);
		assertThat(this.node.get("/store/entries?key=a").statusCode()).isEqualTo(200);
	}

	@Test
	void entriesTravelByPages() {
		TestRing ring = this.node.ring();
		this.node.put("a", version(1), "one", "Content-Type", "text/plain");
		this.node.put("b", version(2), "", "X-Ring-Deleted", "true");
		HttpResponse<byte[]> page = this.node.bytes("POST", "/store/page",
				BodyPublishers.ofString("{\"keys\":[\"b\",\"c\",\"a\"]}"), this.node.usualAnd());
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().firstValue("Content-Type")).contains(EntryPage.TYPE);
		List<EntryPage.Item> items = EntryPage.parse(page.body()).entries();
		assertThat(items).usingRecursiveFieldByFieldElementComparator()
			.containsExactly(Entries.tombstone("b", Version.parse(version(2))),
					Entries.item("a", Version.parse(version(1)), "text/plain", "one".getBytes(StandardCharsets.UTF_8)));
		this.node.put("a", version(3), "three");
		this.node.put("b", version(3), "three");
		EntryPage.Item newer = Entries.item("b", Version.parse(version(4)), "a/b", new byte[1_000_000]);
		assertThat(this.node.page("PUT", "/store/page", items.get(1), newer).statusCode()).isEqualTo(204);
		assertThat(this.node.get("/store/entries?key=a").body()).isEqualTo("three");
		HttpResponse<String> found = this.node.get("/store/entries?key=b");
		assertThat(found.body()).hasSize(1_000_000);
		assertThat(found.headers().firstValue("Content-Type")).contains("a/b");
		assertThat(found.headers().firstValue("X-Ring-Version")).contains(version(4));
		HttpResponse<String> moving = this.node.send("POST", "/store/moving", BodyPublishers.ofString(ring.json()),
				this.node.usualAnd());
		assertThat(moving.body()).isEqualTo("{\"keys\":0,\"bytes\":0}");
		moving = this.node.send("POST", "/store/moving",
				BodyPublishers.ofString(TestRing.at(9).with("m", 50, null).json()), this.node.usualAnd());
		assertThat(moving.body()).isEqualTo("{\"keys\":2,\"bytes\":1000005}");
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
