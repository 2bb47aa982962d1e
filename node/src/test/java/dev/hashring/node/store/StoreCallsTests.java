package dev.hashring.node.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.hashring.node.NodeApplication;
import dev.hashring.protocol.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a node answers to calls of its store.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoreCallsTests {

	private static final String[] USUAL = { "Authorization", "Bearer secret", "X-Ring-Epoch", "3", "X-Ring-Layout",
			"fixed 360" };

	private final HttpClient http = HttpClient.newHttpClient();

	@TempDir
	private Path folder;

	private ConfigurableApplicationContext node;

	@BeforeEach
	void start() {
		this.node = start("--node.data=" + this.folder, "--ring.token=secret");
	}

	@AfterEach
	void stop() {
		this.node.close();
	}

	private static ConfigurableApplicationContext start(String... settings) {
		String[] arguments = Arrays.copyOf(settings, settings.length + 4);
		arguments[settings.length] = "--server.port=0";
		arguments[settings.length + 1] = "--server.address=127.0.0.1";
		arguments[settings.length + 2] = "--logging.level.root=warn";
		arguments[settings.length + 3] = "--node.id=n";
		return NodeApplication.application().registerShutdownHook(false).run(arguments);
	}

	private int port() {
		return ((WebServerApplicationContext) this.node).getWebServer().getPort();
	}

	private HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
		try {
			return this.http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
				.method(method, body)
				.headers(headers)
				.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String[] usualAnd(String... more) {
		String[] all = Arrays.copyOf(USUAL, USUAL.length + more.length);
		System.arraycopy(more, 0, all, USUAL.length, more.length);
		return all;
	}

	private HttpResponse<String> get(String path) {
		return send("GET", path, BodyPublishers.noBody(), USUAL);
	}

	private HttpResponse<String> put(String key, String version, String body, String... headers) {
		String[] more = Arrays.copyOf(headers, headers.length + 4);
		more[headers.length] = "X-Ring-Version";
		more[headers.length + 1] = version;
		more[headers.length + 2] = "X-Ring-Position";
		more[headers.length + 3] = "7";
		return send("PUT", "/store/entries?key=" + encoded(key), BodyPublishers.ofString(body), usualAnd(more));
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static String version(int counter) {
		return counter + "-00c0ffee00c0ffee";
	}

	@Test
	void anEntryIsPutAndRead() {
		assertThat(get("/store/entries?key=a").statusCode()).isEqualTo(404);
		assertThat(put("a", version(1), "hello", "Content-Type", "text/plain").statusCode()).isEqualTo(204);
		HttpResponse<String> found = get("/store/entries?key=a");
		assertThat(found.statusCode()).isEqualTo(200);
		assertThat(found.body()).isEqualTo("hello");
		assertThat(found.headers().firstValue("X-Ring-Version")).contains(version(1));
		assertThat(found.headers().firstValue("Content-Type")).contains("text/plain");
		HttpResponse<String> head = send("HEAD", "/store/entries?key=a", BodyPublishers.noBody(), USUAL);
		assertThat(head.statusCode()).isEqualTo(200);
		assertThat(head.headers().firstValue("X-Ring-Version")).contains(version(1));
		assertThat(put("a", version(2), "", "X-Ring-Deleted", "true").statusCode()).isEqualTo(204);
		HttpResponse<String> deleted = get("/store/entries?key=a");
		assertThat(deleted.statusCode()).isEqualTo(204);
		assertThat(deleted.headers().firstValue("X-Ring-Version")).contains(version(2));
		assertThat(put("b", version(1), "").statusCode()).isEqualTo(204);
		assertThat(get("/store/entries?key=b").headers().firstValue("Content-Type")).isEmpty();
	}

	/** Otherwise a repaired replica never would be the same as the one it came from. */
	@ParameterizedTest
	@ValueSource(
			strings = { "text/plain; charset=utf-8;  x=Y", "text/plain;charset=\"UTF-8\"", "TEXT/Plain", "nonsense",
					"a/b;charset=nonsense", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x" })
	void aContentTypeIsTheSameOnEveryReplica(String type) {
		put("a", version(1), "a=b", "Content-Type", type);
		HttpResponse<String> first = get("/store/entries?key=a");
		String found = first.headers().firstValue("Content-Type").orElseThrow();
		assertThat(first.body()).isEqualTo("a=b");
		Head expected = new Head("a", 7, Version.parse(version(1)), false, found,
				Head.hash("a=b".getBytes(StandardCharsets.UTF_8)));
		assertThat(get("/store/range?from=0&to=360").body()).contains(HexFormat.of().toHexDigits(expected.checksum()));
		put("a", version(2), "a=b", "Content-Type", found);
		assertThat(get("/store/entries?key=a").headers().firstValue("Content-Type")).contains(found);
	}

	@Test
	void keysMayHoldAnyText() {
		String key = "a\0/?&=\"😀é\uFFFD";
		put(key, version(1), "odd");
		assertThat(get("/store/entries?key=" + encoded(key)).body()).isEqualTo("odd");
		assertThat(get("/store/keys?prefix=" + encoded("a\0")).body()).contains("\\u0000").contains("😀");
	}

	@Test
	void keysRangesAndDigestsAreListed() {
		put("a", version(1), "");
		put("b", version(2), "", "X-Ring-Deleted", "true");
		assertThat(get("/store/keys?limit=1").body())
			.isEqualTo("{\"keys\":[{\"key\":\"a\",\"version\":\"%s\",\"deleted\":false}],\"more\":true}"
				.formatted(version(1)));
		assertThat(get("/store/keys?after=a&prefix=b").body()).contains("\"deleted\":true}],\"more\":false");
		assertThat(get("/store/range?from=7&to=7&limit=1").body()).contains("\"position\":7,\"key\":\"a\"", "true");
		assertThat(get("/store/range?from=7&to=7&afterPosition=7&afterKey=a").body())
			.contains("\"position\":7,\"key\":\"b\"", "false");
		HttpResponse<String> digests = digests("[{\"from\":0,\"to\":6},{\"from\":7,\"to\":7}]");
		assertThat(digests.body()).matches("\\{\"digests\":\\[\"0{16}\",\"[0-9a-f]{16}\"]}");
	}

	private HttpResponse<String> digests(String ranges) {
		return send("POST", "/store/digests", BodyPublishers.ofString("{\"ranges\":" + ranges + "}"),
				usualAnd("Content-Type", "application/json"));
	}

	@Test
	void aThousandRangesAreComparedAtOnce() {
		String range = "{\"from\":4294967294,\"to\":4294967295}";
		String most = IntStream.range(0, 1000).mapToObj((i) -> range).collect(Collectors.joining(","));
		assertThat(digests("[" + most + "]").statusCode()).isEqualTo(200);
		assertThat(digests("[" + most + "," + range + "]").statusCode()).isEqualTo(400);
		assertThat(digests("[{\"from\":2,\"to\":1}]").statusCode()).isEqualTo(400);
		assertThat(digests("[null]").statusCode()).isEqualTo(400);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "/store/entries | A call names a key", "/store/entries?key= | A call names a key",
					"/store/keys?limit=0 | limit is 0", "/store/keys?limit=1001 | limit is 1001",
					"/store/keys?limit=x | limit is 'x'", "/store/range?from=1 | to is ''",
					"/store/range?from=2&to=1 | from=2, to=1",
					"/store/range?from=1&to=2&afterKey=a | afterPosition is ''" })
	void nonsenseIsRefusedWithASentence(String path, String sentence) {
		HttpResponse<String> answer = get(path);
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.body()).contains(sentence);
	}

	@Test
	void aPutThatIsNonsenseIsRefused() {
		assertThat(put("a", "1", "").statusCode()).isEqualTo(400);
		assertThat(put("a", version(1), "a body", "X-Ring-Deleted", "true").statusCode()).isEqualTo(400);
		assertThat(put("k".repeat(4097), version(1), "").statusCode()).isEqualTo(400);
		assertThat(put("k".repeat(4096), version(1), "").statusCode()).isEqualTo(204);
		assertThat(get("/store").body()).contains("\"entries\":1");
	}

	@Test
	void aBodyHasUpToOneMebibyte() {
		byte[] most = new byte[1 << 20];
		byte[] more = new byte[most.length + 1];
		String[] headers = usualAnd("X-Ring-Version", version(1), "X-Ring-Position", "1");
		for (boolean chunked : new boolean[] { false, true }) {
			String path = "/store/entries?key=" + chunked;
			assertThat(send("PUT", path, body(more, chunked), headers).statusCode()).isEqualTo(413);
			assertThat(get(path).statusCode()).isEqualTo(404);
			assertThat(send("PUT", path, body(most, chunked), headers).statusCode()).isEqualTo(204);
			assertThat(get(path).body()).hasSize(most.length);
		}
	}

	private static BodyPublisher body(byte[] bytes, boolean chunked) {
		return chunked ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))
				: BodyPublishers.ofByteArray(bytes);
	}

	@ParameterizedTest
	@CsvSource({ "GET, /store/entries?key=a", "HEAD, /store/entries?key=a", "PUT, /store/entries?key=a",
			"GET, /store/keys", "GET, /store/range?from=0&to=1", "POST, /store/digests" })
	void aCallThatDecidesByTheRingSaysWhichOne(String method, String path) {
		String[] headers = { "Authorization", "Bearer secret", "Content-Type", "application/json", "X-Ring-Version",
				version(1), "X-Ring-Position", "1" };
		BodyPublisher body = BodyPublishers.ofString("{\"ranges\":[]}");
		assertThat(send(method, path, body, headers).statusCode()).isEqualTo(400);
		String[] withEpoch = Arrays.copyOf(headers, headers.length + 2);
		withEpoch[headers.length] = "X-Ring-Epoch";
		withEpoch[headers.length + 1] = "1";
		assertThat(send(method, path, body, withEpoch).statusCode()).isEqualTo(400);
	}

	@Test
	void aCallOfAnotherLayoutIsToldOfBothEpochs() {
		put("a", version(1), "");
		HttpResponse<String> answer = send("GET", "/store/entries?key=a", BodyPublishers.noBody(), "Authorization",
				"Bearer secret", "X-Ring-Epoch", "9", "X-Ring-Layout", "ketama");
		assertThat(answer.statusCode()).isEqualTo(409);
		assertThat(answer.body()).contains("epoch 3 (fixed 360)", "epoch 9");
	}

	@ParameterizedTest
	@CsvSource({ "GET, /store", "POST, /store/renew", "POST, /store/recovered", "GET, /store/entries?key=a",
			"PUT, /store/entries?key=a", "GET, /store/keys", "POST, /store/digests", "GET, /store/range?from=0&to=1" })
	void whoeverDoesNotShowTheTokenGetsNothing(String method, String path) {
		for (String shown : new String[] { "Bearer other", "Basic secret", "" }) {
			HttpResponse<String> answer = send(method, path, BodyPublishers.noBody(), "Authorization", shown,
					"X-Ring-Epoch", "1", "X-Ring-Layout", "x");
			assertThat(answer.statusCode()).isEqualTo(401);
			assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
		}
		stop();
		this.node = start("--node.data=" + this.folder);
		assertThat(send(method, path, BodyPublishers.noBody(), USUAL).statusCode()).isEqualTo(403);
	}

	@Test
	void nothingOfABodyIsReadBeforeTheTokenWasSeen() throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port())) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream().write("""
					PUT /store/entries?key=a HTTP/1.1\r
					Host: n\r
					Content-Type: application/x-www-form-urlencoded\r
					Content-Length: 1000000\r
					\r
					""".getBytes(StandardCharsets.US_ASCII));
			byte[] start = socket.getInputStream().readNBytes(12);
			assertThat(start).asString().isEqualTo("HTTP/1.1 401");
		}
	}

	@Test
	void aNodeWithADamagedFileStartsIsNotReadyAndHandlesKeys() throws IOException {
		put("a", version(1), "");
		stop();
		Files.writeString(this.folder.resolve("store.db"), "garbage".repeat(1000));
		start();
		assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(503);
		assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
		assertThat(get("/handle?key=a").body()).isEqualTo("Node n handled key: a");
		assertThat(get("/store").body()).contains("\"state\":\"DAMAGED\"", "has a damaged file");
		assertThat(get("/store/entries?key=a").statusCode()).isEqualTo(503);
		assertThat(post("/store/recovered")).isEqualTo(409);
		assertThat(post("/store/renew")).isEqualTo(204);
		assertThat(get("/store").body()).contains("\"state\":\"RECOVERING\"");
		assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(503);
		assertThat(post("/store/renew")).isEqualTo(409);
		assertThat(post("/store/recovered")).isEqualTo(204);
		assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
		assertThat(post("/store/recovered")).isEqualTo(204);
	}

	private int post(String path) {
		return send("POST", path, BodyPublishers.noBody(), USUAL).statusCode();
	}

	@Test
	void aNodeWithoutAFolderIsReadyAndKeepsNothing() {
		stop();
		this.node = start("--ring.token=secret");
		assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
		assertThat(get("/store").body()).contains("\"state\":\"NONE\"");
		HttpResponse<String> answer = put("a", version(1), "");
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(answer.body()).contains("This node keeps nothing: it has no folder (NODE_DATA).");
	}

	@Test
	void aSecondNodeCannotHaveTheSameFolder(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start("--node.data=" + this.folder));
		assertThat(output).contains("which another node uses").doesNotContain("\tat ");
		assertThat(get("/store").statusCode()).isEqualTo(200);
	}

}
