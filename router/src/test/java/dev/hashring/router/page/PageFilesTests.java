package dev.hashring.router.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.hashring.cluster.LocalCluster;
import dev.hashring.cluster.RawHttp;
import dev.hashring.cluster.RawHttp.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PageFilesTests {

	private static LocalCluster router;

	@BeforeAll
	static void start() {
		router = LocalCluster.routerOf(Map.of());
	}

	@AfterAll
	static void stop() {
		router.close();
	}

	@ParameterizedTest
	@CsvSource({ "/, text/html", "/?key=Alice, text/html", "/index.html, text/html", "/page.css, text/css",
			"/js/page.js, text/javascript", "/icon.svg, image/svg+xml" })
	void thePageRunsAndLoadsNothingButItsOwnFiles(String file, String type) throws IOException {
		Answer answer = get(file, "");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isNotEmpty();
		assertThat(answer.header("Content-Type")).startsWith(type);
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
		assertThat(answer.header("Content-Security-Policy")).contains("default-src 'self'", "frame-ancestors 'none'")
			.doesNotContain("unsafe");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/page.css", "/js/page.js" })
	void aFileIsSentAgainOnlyIfItHasChanged(String file) throws IOException {
		Answer answer = get(file, "");
		assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
		assertThat(answer.header("Last-Modified")).isNull();
		Answer same = get(file, "If-None-Match: " + answer.header("ETag") + "\r\n");
		assertThat(same.status()).isEqualTo(304);
		assertThat(same.body()).isEmpty();
		assertThat(get(file, "If-None-Match: \"another\"\r\n").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/js/model/live.js" })
	void aFileIsCompressed(String file) throws IOException {
		Answer answer = get(file, "Accept-Encoding: gzip\r\n");
		assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
		assertThat(get(file, "Accept-Encoding: gzip\r\nIf-None-Match: " + answer.header("ETag") + "\r\n").status())
			.isEqualTo(304);
	}

	@Test
	void thePageNamesAllItsModulesAndStylesSoThatTheyLoadAtOnce() throws IOException {
		Path folder = Path.of("src", "main", "resources", "static");
		try (Stream<Path> files = Files.walk(folder)) {
			List<String> named = files.filter((file) -> file.toString().matches(".*\\.(js|css)"))
				.map((file) -> "\"" + folder.relativize(file) + "\"")
				.toList();
			assertThat(get("/", "").body()).contains(named);
		}
	}

	@Test
	void swaggerUiHasRulesOfItsOwn() throws IOException {
		Answer answer = get("/swagger-ui/index.html", "");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Security-Policy")).isNull();
	}

	private static Answer get(String file, String headers) throws IOException {
		return RawHttp.send(router.url(),
				"GET " + file + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
	}

}
