package dev.hashring.node.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.hashring.hash.NamedHash;
import dev.hashring.node.entry.Entries;
import dev.hashring.node.entry.Head;
import dev.hashring.node.entry.TestRing;
import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.Version;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which calls of its store a node refuses, and what it takes; nothing here needs a store
 * of its own.
 */
class StoreRefusalsTests {

	private static final String VERSION = "1-00c0ffee00c0ffee";

	@TempDir
	private static Path folder;

	private static StoreNode node;

	@BeforeAll
	static void start() {
		node = StoreNode.with(folder);
	}

	@AfterAll
	static void stop() {
		node.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "/store/entries | Missing key parameter", "/store/entries?key= | Missing key parameter",
					"/store/keys?limit=0 | limit is '0'", "/store/keys?limit=1001 | limit is '1001'",
					"/store/keys?limit=x | limit is 'x'", "/store/range?from=1 | to is ''",
					"/store/range?from=2&to=1 | from=2, to=1",
					"/store/range?from=1&to=2&afterKey=a | afterPosition is ''" })
	void nonsenseIsRefusedWithASentence(String path, String sentence) {
		assertWrong(node.get(path), sentence);
	}

	@Test
	void aPutThatIsNonsenseIsRefused() {
		assertWrong(node.put("a", "1", ""), "X-Ring-Version: '1' is no version");
		assertWrong(node.put("a", VERSION, "a body", "X-Ring-Deleted", "true"), "With X-Ring-Deleted there is no body");
		assertWrong(node.put("a", VERSION, "", "X-Ring-Deleted", "yes"), "X-Ring-Deleted is 'yes'");
		assertWrong(node.put("k".repeat(4097), VERSION, ""), "at most 4096 bytes in UTF-8, not 4097");
		assertThat(node.put("k".repeat(4096), VERSION, "").statusCode()).isEqualTo(204);
		assertThat(node.get("/store/entries?key=a").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource({ "GET, /store", "POST, /store/renew", "GET, /store/entries?key=a", "PUT, /store/entries?key=a",
			"GET, /store/keys", "GET, /store/range?from=0&to=1", "POST, /store/promise?term=1" })
	void whatIsMeantForAnotherNodeIsRefused(String method, String path) {
		HttpResponse<String> answer = node.send(method, path, BodyPublishers.noBody(),
				node.usualAnd("X-Ring-Node", "an+other"));
		assertThat(answer.statusCode()).isEqualTo(409);
		assertThat(answer.body()).contains("This node is n, and not an+other.");
		assertThat(answer.headers().firstValue("X-Ring-Node")).contains("n");
		assertThat(node.send("GET", "/store", BodyPublishers.noBody(), node.usualAnd("X-Ring-Node", "n")).statusCode())
			.isEqualTo(200);
	}

	private static void assertWrong(HttpResponse<String> answer, String sentence) {
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.body()).contains(sentence);
	}

	@ParameterizedTest
	@CsvSource({ "GET, /store/entries?key=a", "PUT, /store/entries?key=a", "GET, /store/keys",
			"GET, /store/range?from=0&to=1", "POST, /store/digests", "PUT, /store/ring", "POST, /store/moving",
			"POST, /store/clean", "POST, /store/page", "PUT, /store/page", "POST, /store/heads", "POST, /store/entries",
			"PUT, /store/batch", "POST, /store/batch" })
	void aCallSaysWhichStoreItMeansAndByWhichStateItGoes(String method, String path) {
		String[] headers = { "Authorization", "Bearer secret", "Content-Type", "application/json", "X-Ring-Version",
				VERSION };
		String stamp = node.ring().stamp().toString();
		BodyPublisher body = BodyPublishers.ofString("{\"ranges\":[]}");
		assertWrong(node.send(method, path, body, headers), "The header X-Ring-Store is missing");
		assertWrong(node.send(method, path, body, StoreNode.and(headers, "X-Ring-State", stamp)),
				"The header X-Ring-Store is missing");
		assertWrong(node.send(method, path, body, StoreNode.and(headers, "X-Ring-Store", node.store())),
				"The header X-Ring-State is missing");
		assertWrong(
				node.send(method, path, body,
						StoreNode.and(headers, "X-Ring-Store", node.store(), "X-Ring-State", "12")),
				"X-Ring-State: '12' is no stamp");
		assertWrong(node.send(method, path, body, StoreNode.and(headers, "X-Ring-Store", "n", "X-Ring-State", stamp)),
				"X-Ring-Store is no id of a store");
	}

	@ParameterizedTest
	@CsvSource({ "GET, /store/entries?key=a", "PUT, /store/entries?key=a", "GET, /store/keys",
			"GET, /store/range?from=0&to=1", "POST, /store/digests", "PUT, /store/ring", "POST, /store/moving",
			"POST, /store/clean", "POST, /store/page", "PUT, /store/page", "POST, /store/heads", "POST, /store/entries",
			"PUT, /store/batch", "POST, /store/batch" })
	void whatIsMeantForAnotherStoreIsRefused(String method, String path) {
		String json = switch (path) {
			case "/store/digests" -> "{\"ranges\":[]}";
			case "/store/ring", "/store/moving" -> node.ring().json();
			default -> "{\"keys\":[\"a\"]}";
		};
		BodyPublisher body = path.endsWith("batch") || method.equals("PUT") && path.endsWith("page")
				? BodyPublishers.ofByteArray(new EntryPage(List.of()).toBytes()) : BodyPublishers.ofString(json);
		HttpResponse<String> answer = node.send(method, path, body, "Authorization", "Bearer secret", "Content-Type",
				"application/json", "X-Ring-Version", VERSION, "X-Ring-State", node.ring().stamp().toString(),
				"X-Ring-Store", "00c0ffee00c0ffee");
		assertThat(answer.statusCode()).isEqualTo(409);
		assertThat(answer.body())
			.contains("This node's store is %s, and not 00c0ffee00c0ffee.".formatted(node.store()));
		assertThat(answer.headers().firstValue("X-Ring-Store")).contains(node.store());
	}

	@Test
	void aStateThatIsNoneIsRefused() {
		TestRing ring = node.ring();
		String json = TestRing.at(9).with("n", 100, node.store()).json();
		for (String wrong : new String[] { "", "null", "[]", "{}", json.replace("md5", "md6"),
				json.replace("\"size\":360", "\"size\":0"), json.replace("\"replicas\":1", "\"replicas\":0"),
				json.replace("\"position\":100", "\"position\":999"), json.replace("\"id\":\"n\",", ""),
				json.replace("\"position\":100,", "") }) {
			HttpResponse<String> answer = node.send("PUT", "/store/ring", BodyPublishers.ofString(wrong),
					"Authorization", "Bearer secret", "X-Ring-Store", node.store(), "X-Ring-State",
					"0.9." + TestRing.identity(wrong));
			assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
			answer = node.send("POST", "/store/moving", BodyPublishers.ofString(wrong), node.usualAnd());
			assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
		}
		assertWrong(node.send("PUT", "/store/ring", BodyPublishers.ofString(json + " "), node.usualAnd()),
				"The identity of this state is");
		assertThat(node.get("/store/ring").body()).isEqualTo(ring.json());
	}

	@Test
	void aStateMayHaveAThousandMembersAndWhatThisNodeDoesNotKnow(@TempDir Path other) {
		try (StoreNode many = StoreNode.with(other)) {
			TestRing ring = TestRing.at(4).hashing("MD5", 100_000);
			for (int i = 0; i < 1_000; i++) {
				ring = ring.with("member-with-a-long-name-" + "x".repeat(150) + i, i * 50L, "%016x".formatted(i));
			}
			assertThat(many.state(ring.becoming(ring)).statusCode()).isEqualTo(204);
			assertThat(many.get("/store/ring").body()).isEqualTo(ring.becoming(ring).json())
				.hasSizeGreaterThan(800_000);
		}
	}

	@ParameterizedTest
	@CsvSource({ "PUT, /store/page", "PUT, /store/batch", "POST, /store/batch" })
	void aPageThatIsNoneIsRefusedAsAWhole(String method, String path) {
		EntryPage.Item whole = Entries.item("page", Version.parse(VERSION), null, new byte[9]);
		EntryPage.Item other = new EntryPage.Item("other", Version.parse(VERSION), false, null, 12, new byte[9]);
		assertWrong(node.page(method, path, whole, other),
				"The body of the entry for key 'other' does not match its hash.");
		EntryPage.Item tooLong = Entries.item("k".repeat(4_097), Version.parse(VERSION), null, new byte[9]);
		assertWrong(node.page(method, path, whole, tooLong), "can't be stored");
		assertWrong(node.page(method, path, whole, Entries.item("", Version.parse(VERSION), null, new byte[9])),
				"can't be stored");
		assertWrong(node.send(method, path, BodyPublishers.ofString("nonsense"), node.usualAnd()),
				"This is no page of entries.");
		assertThat(node.get("/store/entries?key=page").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/store/page", "/store/heads", "/store/entries" })
	void keysThatAreNoneAreRefused(String path) {
		for (String keys : new String[] { "nonsense", "{}", "{\"keys\":[null]}" }) {
			assertWrong(node.send("POST", path, BodyPublishers.ofString(keys), node.usualAnd()), "The body has to be");
		}
	}

	@Test
	void aPageThatIsTooLargeIsRefusedUnread() throws IOException {
		assertThat(statusOfHead("""
				PUT /store/page HTTP/1.1\r
				Host: n\r
				Authorization: Bearer secret\r
				X-Ring-Store: %s\r
				X-Ring-State: %s\r
				Content-Length: %s\r
				\r
				""".formatted(node.store(), node.ring().stamp(), (3 << 20) + 1))).isEqualTo("HTTP/1.1 413");
	}

	@Test
	void aHeadThatDoesNotSayWhichRingIsRefused() {
		String path = "/store/entries?key=never+put";
		assertThat(node.send("HEAD", path, BodyPublishers.noBody(), "Authorization", "Bearer secret").statusCode())
			.isEqualTo(400);
		assertThat(node.send("HEAD", path, BodyPublishers.noBody(), node.usualAnd()).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource({ "GET, /store", "POST, /store/renew", "POST, /store/recovered", "GET, /store/entries?key=a",
			"PUT, /store/entries?key=a", "GET, /store/keys", "POST, /store/digests", "GET, /store/range?from=0&to=1",
			"GET, /store/ring", "PUT, /store/ring", "POST, /store/page", "PUT, /store/page", "POST, /store/moving",
			"POST, /store/clean", "POST, /store/promise?term=1", "POST, /store/heads", "POST, /store/entries",
			"PUT, /store/batch", "POST, /store/batch" })
	void whoeverDoesNotShowTheTokenGetsNothing(String method, String path) {
		for (String shown : new String[] { "Bearer other", "Basic secret", "" }) {
			HttpResponse<String> answer = node.send(method, path, BodyPublishers.noBody(), "Authorization", shown,
					"X-Ring-Store", node.store(), "X-Ring-State", node.ring().stamp().toString());
			assertThat(answer.statusCode()).isEqualTo(401);
			assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
		}
	}

	@Test
	void aNodeWithoutATokenIsClosedToEverybody(@TempDir Path other) {
		try (StoreNode closed = StoreNode.withoutToken(other)) {
			assertThat(closed.get("/store").statusCode()).isEqualTo(403);
			assertThat(closed.put("a", VERSION, "").statusCode()).isEqualTo(403);
			assertThat(closed.post("/store/renew").statusCode()).isEqualTo(403);
			assertThat(closed.get("/handle?key=a").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void nothingOfABodyIsReadBeforeTheTokenWasSeen() throws IOException {
		assertThat(statusOfHead("""
				PUT /store/entries?key=a HTTP/1.1\r
				Host: n\r
				Content-Type: application/x-www-form-urlencoded\r
				Content-Length: 1000000\r
				\r
				""")).isEqualTo("HTTP/1.1 401");
	}

	/** Sends the head of a request, never its body, and waits for the answer's status. */
	private static String statusOfHead(String head) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", node.port())) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
		}
	}

	/** Otherwise a repaired replica never would be the same as the one it came from. */
	@ParameterizedTest
	@ValueSource(
			strings = { "text/plain; charset=utf-8;  x=Y", "text/plain;charset=\"UTF-8\"", "TEXT/Plain", "nonsense",
					"a/b;charset=nonsense", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x" })
	void aContentTypeIsTheSameOnEveryReplica(String type) {
		node.put(type, VERSION, "a=b", "Content-Type", type);
		HttpResponse<String> first = node.get("/store/entries?key=" + StoreNode.encoded(type));
		assertThat(first.body()).isEqualTo("a=b");
		String found = first.headers().firstValue("Content-Type").orElseThrow();
		node.put("copy of " + type, VERSION, "a=b", "Content-Type", found);
		EntryPage.Item together = Entries.item("with " + type, Version.parse(VERSION), type, "a=b".getBytes());
		assertThat(node.batch("PUT", together).statusCode()).isEqualTo(204);
		for (String key : new String[] { type, "copy of " + type, "with " + type }) {
			assertThat(node.read("/store/entries", key.replace("\"", "\\\""))).extracting(EntryPage.Item::type)
				.containsExactly(found);
			Head head = new Head(key, node.ring().position(key), Version.parse(VERSION), false, found,
					NamedHash.xxh3("a=b".getBytes(StandardCharsets.UTF_8)));
			assertThat(node.get("/store/range?from=0&to=360").body())
				.contains(HexFormat.of().toHexDigits(head.checksum()));
		}
	}

	@Test
	void keysMayHoldAnyText() {
		String key = "a\0/?&=\"😀é\uFFFD";
		node.put(key, VERSION, "odd");
		assertThat(node.get("/store/entries?key=" + StoreNode.encoded(key)).body()).isEqualTo("odd");
		assertThat(node.get("/store/keys?prefix=" + StoreNode.encoded("a\0")).body()).contains("\\u0000")
			.contains("😀");
	}

	private static BodyPublisher body(byte[] bytes, boolean chunked) {
		return chunked ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))
				: BodyPublishers.ofByteArray(bytes);
	}

	@Test
	void aBodyHasUpToOneMebibyte() {
		byte[] most = new byte[1 << 20];
		byte[] more = new byte[most.length + 1];
		String[] headers = node.usualAnd("X-Ring-Version", VERSION);
		for (boolean chunked : new boolean[] { false, true }) {
			String path = "/store/entries?key=" + chunked;
			assertThat(node.send("PUT", path, body(more, chunked), headers).statusCode()).isEqualTo(413);
			assertThat(node.get(path).statusCode()).isEqualTo(404);
			assertThat(node.send("PUT", path, body(most, chunked), headers).statusCode()).isEqualTo(204);
			assertThat(node.get(path).body()).hasSize(most.length);
		}
	}

	@Test
	void aThousandRangesAreComparedAtOnce() {
		String range = "{\"from\":4294967294,\"to\":4294967295}";
		String most = IntStream.range(0, 1000).mapToObj((i) -> range).collect(Collectors.joining(","));
		assertThat(node.digests("[" + most + "]").statusCode()).isEqualTo(200);
		assertWrong(node.digests("[" + most + "," + range + "]"), "At most 1000 ranges are compared at once, not 1001");
		assertWrong(node.digests("[{\"from\":2,\"to\":1}]"), "is no range");
		assertWrong(node.digests("[null]"), "null is no range");
	}

}
