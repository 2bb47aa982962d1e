package dev.hashring.router.kv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.hashring.cluster.KeyValueClient;
import dev.hashring.cluster.LocalCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a user does with key-value pairs, on three nodes that are well.
 */
class KeyValueTests {

	private static final long SEED = 20261123;

	private static LocalCluster cluster;

	private static KeyValueClient kv;

	@BeforeAll
	static void start() {
		cluster = LocalCluster.start("--ring.replicas=3");
		kv = new KeyValueClient(cluster.url());
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@Test
	void aValueIsPutReadReplacedAndDeleted() {
		HttpResponse<String> created = kv.put("life", "one", "Content-Type", "text/plain");
		assertThat(created.statusCode()).isEqualTo(201);
		assertThat(header(created, "ETag")).matches("\"1-[0-9a-f]{16}\"");
		assertThat(header(created, "X-Ring-Replicas").split(", ")).hasSizeBetween(2, 3)
			.isSubsetOf("node1", "node2", "node3");
		assertReads("life", "one", "text/plain", header(created, "ETag"));
		HttpResponse<String> replaced = kv.put("life", "two", "Content-Type", "application/json");
		assertThat(replaced.statusCode()).isEqualTo(200);
		assertThat(header(replaced, "ETag")).startsWith("\"2-");
		assertReads("life", "two", "application/json", header(replaced, "ETag"));
		assertThat(kv.delete("life").statusCode()).isEqualTo(204);
		assertGone("life");
		assertThat(kv.delete("life").statusCode()).isEqualTo(204);
		assertThat(kv.put("life", "three").statusCode()).as("new again").isEqualTo(201);
		assertReads("life", "three", "application/octet-stream", null);
	}

	@Test
	void whatWasNeverThereIs404AndCanBeDeleted() {
		assertGone("never");
		assertThat(kv.delete("never").statusCode()).isEqualTo(204);
		assertGone("never");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "a b+c", "a=b&c", "%zz", "/", "'\"<>", "\u0000", "a\u0000b", "日本語", "😀", "é", "\uFFFD", "\n" })
	void aKeyIsAnyText(String key) {
		assertThat(kv.put(key, "of " + key.length()).statusCode()).isEqualTo(201);
		assertReads(key, "of " + key.length(), "application/octet-stream", null);
		assertThat(kv.list(key, 1000)).contains(key);
	}

	@Test
	void aValueIsAnyBytesOfAnyType() {
		String all = IntStream.range(0, 256).mapToObj(Character::toString).collect(Collectors.joining());
		kv.put("bytes", all, "Content-Type", "image/x-anything; q=1");
		assertThat(kv.get("bytes").body()).isEqualTo(all);
		kv.put("empty", "");
		assertReads("empty", "", "application/octet-stream", null);
		kv.put("page", "<script>alert(1)</script>", "Content-Type", "text/html");
		assertThat(header(kv.get("page"), "Content-Security-Policy")).as("the script must not run as the router's")
			.contains("sandbox");
		assertThat(header(kv.get("page"), "X-Content-Type-Options")).isEqualTo("nosniff");
	}

	@Test
	void aValueHasAtMostOneMebibyte() throws Exception {
		String most = "x".repeat(1 << 20);
		assertThat(kv.put("long", most).statusCode()).isEqualTo(201);
		assertThat(kv.get("long").body()).isEqualTo(most);
		assertRefused(kv.put("too long", most + "x"), 413, "A value has at most 1048576 bytes.");
		byte[] tooMany = (most + "x").getBytes(StandardCharsets.ISO_8859_1);
		HttpResponse<String> chunked = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(cluster.url().resolve("/kv?key=too+long"))
				.PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooMany)))
				.build(), BodyHandlers.ofString());
		assertRefused(chunked, 413, "A value has at most 1048576 bytes.");
		assertGone("too long");
	}

	@Test
	void aKeyHasAtMostFourKibibytes() {
		assertThat(kv.put("é".repeat(2048), "well").statusCode()).isEqualTo(201);
		assertReads("é".repeat(2048), "well", "application/octet-stream", null);
		String sentence = "A key with a value has at most 4096 bytes in UTF-8, not 4098.";
		assertRefused(kv.put("é".repeat(2049), "well"), 400, sentence);
		assertRefused(kv.get("é".repeat(2049)), 400, sentence);
		assertRefused(kv.delete("é".repeat(2049)), 400, sentence);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "PUT | '' | Missing key parameter.", "PUT | ?key= | Missing key parameter.",
					"GET | ?key= | Missing key parameter.", "DELETE | '' | Missing key parameter.",
					"GET | ?limit=0 | limit is '0', but it has to be from 1 to 1000.",
					"GET | ?limit=1001 | limit is '1001', but it has to be from 1 to 1000.",
					"GET | ?limit=ten | limit is 'ten', but it has to be from 1 to 1000." })
	void badRequestsGetASentence(String method, String query, String sentence) {
		assertRefused(kv.send(method, query, "x"), 400, sentence);
	}

	@ParameterizedTest
	@ValueSource(strings = { "prefix", "after" })
	void whatIsComparedWithKeysIsNoLongerThanThey(String parameter) {
		assertThat(kv.send("GET", "?%s=%s".formatted(parameter, "/".repeat(4096)), "").statusCode()).isEqualTo(200);
		assertRefused(kv.send("GET", "?%s=%s".formatted(parameter, "/".repeat(4097)), ""), 400,
				parameter + " has at most 4096 bytes in UTF-8, as a key.");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aCharsetThatNobodyKnowsIsNotLogged(CapturedOutput log) {
		assertThat(kv.put("charset", "x", "Content-Type", "text/plain;charset=unheard-of").statusCode()).isEqualTo(201);
		assertReads("charset", "x", "text/plain;charset=unheard-of", null);
		assertThat(log).doesNotContain("unheard-of");
	}

	@Test
	void aValueIsPutAsAWholeAndAsItIs() {
		assertRefused(kv.put("part", "two", "Content-Range", "bytes 0-2/9"), 400,
				"A value is put as a whole: leave out Content-Range.");
		assertRefused(kv.put("part", "two", "Content-Encoding", "gzip"), 415,
				"A value is kept byte for byte, without its Content-Encoding: leave that out.");
		assertGone("part");
	}

	@Test
	void conditionsAreKeptForReadingAndRefusedForWriting() {
		String tag = header(kv.put("condition", "one"), "ETag");
		assertThat(kv.get("condition", "If-None-Match", tag).statusCode()).isEqualTo(304);
		assertThat(kv.get("condition", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
		String sentence = "Values are written without conditions: leave out If-Match and If-None-Match.";
		assertRefused(kv.put("condition", "two", "If-Match", tag), 400, sentence);
		assertRefused(kv.put("condition", "two", "If-None-Match", "*"), 400, sentence);
		assertRefused(kv.delete("condition", "If-Match", "\"other\""), 400, sentence);
		assertThat(kv.get("condition").body()).isEqualTo("one");
	}

	@Test
	void keysAreListedInOrderOfTheirBytesAndInPages() {
		List<String> keys = new ArrayList<>(
				List.of("list/", "list/\uFFFD", "list/😀", "list/é", "list/\u0000", "list/~"));
		SplittableRandom random = new SplittableRandom(SEED);
		for (int i = 0; i < 40; i++) {
			keys.add("list/" + Integer.toString(random.nextInt(1 << 20), 36));
		}
		keys.forEach((key) -> kv.put(key, "v"));
		kv.put("list", "before the prefix");
		kv.put("list0", "after the prefix");
		List<String> deleted = keys.subList(10, 20);
		deleted.forEach(kv::delete);
		List<String> expected = keys.stream()
			.filter((key) -> !deleted.contains(key))
			.distinct()
			.sorted(Comparator.comparing((key) -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
			.toList();
		for (int limit : List.of(1, 2, 7, 35, 36, 37, 1000)) {
			assertThat(kv.list("list/", limit)).as("seed %d, pages of %d", SEED, limit).isEqualTo(expected);
		}
		assertThat(kv.list("nothing starts with this", 10)).isEmpty();
		assertThat(kv.list("", 10)).containsAll(expected).contains("list", "list0");
	}

	@Test
	void otherMethodsAreRefused() throws IOException {
		assertRefused(kv.send("POST", "?key=a", "x"), 405, "POST is not possible here");
	}

	private static void assertReads(String key, String value, String type, String tag) {
		HttpResponse<String> answer = kv.get(key);
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo(value);
		assertThat(header(answer, "Content-Type")).isEqualTo(type);
		if (tag != null) {
			assertThat(header(answer, "ETag")).isEqualTo(tag);
		}
	}

	private static void assertGone(String key) {
		assertRefused(kv.get(key), 404, "There is nothing for this key.");
	}

	private static void assertRefused(HttpResponse<String> answer, int status, String sentence) {
		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.body()).contains(sentence);
	}

	private static String header(HttpResponse<String> answer, String name) {
		return answer.headers().firstValue(name).orElse("");
	}

}
