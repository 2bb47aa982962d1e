package dev.hashring.router.routing;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;

import dev.hashring.cluster.LocalCluster;
import dev.hashring.cluster.RawHttp;
import dev.hashring.cluster.RawHttp.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the router answers while all nodes are up, over real connections.
 */
class RouteTests {

	private static LocalCluster cluster;

	private static URI router;

	@BeforeAll
	static void start() {
		cluster = LocalCluster.start();
		router = cluster.url();
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@ParameterizedTest
	@CsvFileSource(resources = "/vectors.csv", numLinesToSkip = 1)
	void aKeyIsHandledByItsOwner(String key, long position, String member) throws IOException {
		Answer answer = get(encoded(key));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body())
			.isEqualTo("[Ring Position: " + position + "] Node " + member + " handled key: " + key);
		assertThat(answer.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(answer.header("X-Ring-Owner")).isEqualTo(member);
		assertThat(answer.header("X-Ring-Member")).isEqualTo(member);
		assertThat(answer.header("X-Ring-Epoch")).isEqualTo("1");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261122 })
	void anyKeyReachesItsOwnerUnchanged(long seed) throws Exception {
		Random random = new Random(seed);
		for (int i = 0; i < 100; i++) {
			String key = randomKey(random);
			assertThat(get(encoded(key)).body()).as("seed %d, key %d", seed, i).isEqualTo(expected(key));
		}
	}

	@Test
	void sevenThousandEmojiAreAKey() throws Exception {
		String key = "🔁".repeat(7000);
		assertThat(get(encoded(key)).body()).isEqualTo(expected(key));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '§', delimiter = ' ', value = { "key=a&key=b a", "%6bey=a a", "key=%ff \uFFFD",
			"key=%zz %zz", "key=a;b a;b", "key={\"|<\\>}^`[] {\"|<\\>}^`[]", "x&&key=a a", "key=a%26key=b a&key=b" })
	void theQueryIsReadAsTheUrlStandardReadsIt(String query, String key) throws Exception {
		assertThat(RawHttp.send(router, "GET", "/route?" + query).body()).isEqualTo(expected(key));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/route", "/route?", "/route?key", "/route?key=", "/route?Key=a", "/route?key=&key=a" })
	void aMissingOrEmptyKeyIsABadRequest(String target) throws IOException {
		Answer answer = RawHttp.send(router, "GET", target);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
		assertThat(answer.body()).isEqualTo("Missing key parameter");
	}

	@Test
	void headAnswersLikeGetWithoutTheBody() throws IOException {
		Answer answer = RawHttp.send(router, "HEAD", "/route?key=Alice");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Length")).isEqualTo("50");
		assertThat(answer.header("X-Ring-Member")).isEqualTo("node3");
		assertThat(answer.body()).isEmpty();
	}

	@Test
	void optionsNamesTheMethods() throws IOException {
		Answer answer = RawHttp.send(router, "OPTIONS", "/route");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Allow")).isEqualTo("GET,HEAD,OPTIONS");
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "PATCH", "BREW" })
	void otherMethodsAreRefused(String method) throws IOException {
		Answer answer = RawHttp.send(router, method, "/route?key=Alice");
		assertProblem(answer, 405, method + " is not possible here, only GET,HEAD,OPTIONS.");
		assertThat(answer.header("Allow")).isEqualTo("GET,HEAD,OPTIONS");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nothing", "/route/", "/error", "/actuator/env" })
	void unknownPathsAreNotFound(String path) throws IOException {
		assertProblem(RawHttp.send(router, "GET", path), 404, "There is nothing at " + path + ".");
	}

	@Test
	void aKeyHasAtMost64KiB() throws IOException {
		assertThat(get("a".repeat(65536)).status()).isEqualTo(200);
		assertProblem(get("a".repeat(65537)), 414, "A key has at most 65536 bytes in UTF-8, not 65537.");
	}

	@ParameterizedTest
	@CsvSource({ "GARBAGE, 400, This is not a request that HTTP allows", "GET /ro ute HTTP/1.1, 400, This is not",
			"GET /route?key=é HTTP/1.1, 400, This is not",
			"GET /route?key=a HTTP/7.0, 505, HTTP Version not supported" })
	void whatTomcatRefusesIsAnsweredInPlainText(String line, int status, String text) throws IOException {
		assertPlain(RawHttp.send(router, line + "\r\nHost: localhost\r\n\r\n"), status, text);
	}

	@Test
	void aRequestLineOrHeadersBeyondAllBoundsAreRefusedInPlainText() throws IOException {
		assertPlain(get(encoded("🔁".repeat(12_000))), 414, "The URL of this request is too long.");
		assertPlain(get("a".repeat(200_000)), 414, "The URL of this request is too long.");
		assertPlain(RawHttp.send(router, "GET / HTTP/1.1\r\nX: " + "a".repeat(200_000) + "\r\n\r\n"), 431,
				"The headers of this request are too long.");
	}

	@Test
	void aBodyOrHeadersThatAreWrongAreRefusedInPlainText() throws IOException {
		String sentence = "This is not a request that HTTP allows: its URL, its headers or its body.";
		assertPlain(RawHttp.send(router, "GET / HTTP/1.1\r\n" + "X: a\r\n".repeat(300) + "\r\n"), 400, sentence);
		assertPlain(
				RawHttp.send(router,
						"PUT /kv?key=a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"),
				400, sentence);
	}

	private static void assertProblem(Answer answer, int status, String detail) {
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.body()).contains("\"detail\":\"" + detail + "\"", "\"status\":" + status)
			.doesNotContain("null");
	}

	private static void assertPlain(Answer answer, int status, String text) {
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
		assertThat(answer.body()).startsWith(text).doesNotContainIgnoringCase("<html", "tomcat");
	}

	private static Answer get(String encodedKey) throws IOException {
		return RawHttp.send(router, "GET", "/route?key=" + encodedKey);
	}

	private static String encoded(String key) {
		return URLEncoder.encode(key, StandardCharsets.UTF_8);
	}

	private static String randomKey(Random random) {
		StringBuilder key = new StringBuilder();
		int length = 1 + random.nextInt((random.nextInt(10) == 0) ? 7000 : 40);
		while (key.length() < length) {
			int character = random.nextInt((random.nextBoolean()) ? 0x80 : Character.MAX_CODE_POINT + 1);
			if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
				key.appendCodePoint(character);
			}
		}
		return key.toString();
	}

	/** The original's arithmetic, written down a second time. */
	private static String expected(String key) throws NoSuchAlgorithmException {
		byte[] digest = MessageDigest.getInstance("MD5").digest(key.getBytes(StandardCharsets.UTF_8));
		int position = new BigInteger(1, digest).mod(BigInteger.valueOf(360)).intValue();
		String member = (position <= 100 || position > 300) ? "node1" : (position <= 200) ? "node2" : "node3";
		return "[Ring Position: " + position + "] Node " + member + " handled key: " + key;
	}

}
