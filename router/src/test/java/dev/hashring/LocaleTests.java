package dev.hashring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.hashring.cluster.LocalCluster;
import dev.hashring.cluster.RawHttp;
import dev.hashring.cluster.RingClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The language of the JVM changes nothing that is said: in some, {@code %d} writes other
 * digits.
 */
class LocaleTests {

	private static final Pattern DEPENDS_ON_LOCALE = Pattern
		.compile("%[-+ 0,(#]*[0-9]*(\\.[0-9]+)?[defgtx]|toLowerCase\\(\\)|toUpperCase\\(\\)", Pattern.CASE_INSENSITIVE);

	private final Locale before = Locale.getDefault();

	@AfterEach
	void restore() {
		Locale.setDefault(this.before);
	}

	@Test
	void noTextIsFormattedInTheLanguageOfTheJvm() throws IOException {
		for (String module : List.of("common", "node", "router")) {
			try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
				for (Path file : files.filter(Files::isRegularFile).toList()) {
					assertThat(Files.readAllLines(file)).as("%s; write numbers with %%s", file)
						.noneMatch((line) -> DEPENDS_ON_LOCALE.matcher(line).find());
				}
			}
		}
	}

	@Test
	void aClusterWorksInPersian() throws IOException {
		Locale.setDefault(Locale.forLanguageTag("fa"));
		assertThat("%d".formatted(5)).as("what this test is for").isEqualTo("۵");
		try (LocalCluster cluster = LocalCluster.start()) {
			RingClient ring = cluster.ring();
			assertThat(ring.send("PUT", "/kv?key=Alice", "x").statusCode()).isEqualTo(201);
			assertThat(get(cluster, "/kv?limit=5")).isEqualTo("{\"keys\":[\"Alice\"]}");
			assertThat(get(cluster, "/route?key=Alice")).startsWith("[Ring Position: 288] ");
			assertThat(get(cluster, "/lab/compare?members=10&keys=10&event=leave:node03")).contains("\"node01\"");
			assertThat(ring.put("node4", "{'url': 'http://127.0.0.1:1', 'position': 400}").body())
				.contains("Member node4 is at position 400, but this ring has positions 0 to 359.");
			assertThat(ring.patch("{'readTimeout': '1500ms'}").body()).contains("\"readTimeout\":\"1500ms\"");
			assertThat(get(cluster, "/actuator/prometheus")).contains("ring_epoch 3.0");
		}
	}

	private static String get(LocalCluster cluster, String target) throws IOException {
		return RawHttp.send(cluster.url(), "GET", target).body();
	}

}
