package dev.hashring.router.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.hashring.cluster.LocalCluster;
import dev.hashring.cluster.RawHttp;
import dev.hashring.router.RouterApplication;
import dev.hashring.web.WrongSettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

@ExtendWith(OutputCaptureExtension.class)
class RingTokenTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:8080", "http://localhost:8080/" })
	void oneThatIsMadeUpIsKeptForItsOwnerAloneAndPrintedOnce(String url, CapturedOutput output) throws IOException {
		Path file = this.folder.resolve("token");
		String settings = "--ring.token-file=" + file;
		run(settings, "--ring.public-url=" + url);
		String token = Files.readString(file).strip();
		assertThat(token).matches("[0-9a-f]{32}");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		assertThat(output).containsOnlyOnce(" http://localhost:8080/#token=" + token);

		run(settings);
		assertThat(Files.readString(file).strip()).as("after another start").isEqualTo(token);
		assertThat(output).containsOnlyOnce(token);
		RingToken again = new RingToken(new RingTokenSettings("", file, ""));
		assertThat(again.isShownIn("Bearer " + token)).isTrue();
	}

	@Test
	void routersThatMakeOneAtTheSameTimeHaveTheSame() {
		RingTokenSettings settings = new RingTokenSettings("", this.folder.resolve("token"), "");
		List<String> tokens = IntStream.range(0, 16)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> new RingToken(settings).authorization(),
					(work) -> new Thread(work).start()))
			.toList()
			.stream()
			.map(CompletableFuture::join)
			.toList();
		assertThat(tokens.stream().distinct()).hasSize(1);
		assertThat(this.folder).isDirectoryNotContaining((file) -> !file.endsWith("token"));
	}

	@Test
	void aSealFitsTheTokenThatItIsOfAndNoOther() {
		RingToken token = new RingToken(new RingTokenSettings("secret", null, ""));
		assertThat(token.fits(token.seal())).isTrue();
		assertThat(new RingToken(new RingTokenSettings("other", null, "")).fits(token.seal())).isFalse();
		assertThat(token.seal()).isNotEqualTo(token.seal());
		assertThat(token.seal().toString()).doesNotContain("secret");
	}

	@Test
	void oneThatWasSetIsNeitherPrintedNorKept(CapturedOutput output) {
		run("--ring.token=very-secret", "--ring.token-file=" + this.folder.resolve("token"), "--debug");
		assertThat(output).doesNotContain("very-secret", "#token=");
		assertThat(this.folder).isEmptyDirectory();
		assertThat(new RingTokenSettings("very-secret", null, "")).asString().doesNotContain("very-secret");
	}

	@Test
	void withoutAFileEachStartHasItsOwn(CapturedOutput output) {
		run();
		run();
		assertThat(output.getAll().lines().filter((line) -> line.contains("#token=")).distinct()).hasSize(2);
	}

	@Test
	void aFileThatCanNotBeWrittenStopsTheStart() {
		assertThatExceptionOfType(WrongSettingException.class)
			.isThrownBy(() -> new RingToken(new RingTokenSettings("", this.folder.resolve("none/token"), "")))
			.withMessageContaining("ring.token-file is '");
		assertThatExceptionOfType(WrongSettingException.class)
			.isThrownBy(() -> new RingToken(new RingTokenSettings("two words", null, "")))
			.withMessage("ring.token has to consist of visible ASCII characters, without spaces.");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x" })
	void theTokenIsAskedForBeforeABodyIsRead(String contentType) {
		try (LocalCluster router = LocalCluster.routerOf(Map.of())) {
			String request = "PUT /ring/members/a HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: 1000000000\r\n\r\n";
			assertTimeoutPreemptively(Duration.ofSeconds(5),
					() -> assertThat(RawHttp.send(router.url(), request.formatted(contentType)).status())
						.isEqualTo(401));
		}
	}

	private static void run(String... settings) {
		String[] arguments = new String[settings.length + 2];
		System.arraycopy(settings, 0, arguments, 2, settings.length);
		arguments[0] = "--server.port=0";
		arguments[1] = "--server.address=127.0.0.1";
		RouterApplication.application().registerShutdownHook(false).run(arguments).close();
	}

}
