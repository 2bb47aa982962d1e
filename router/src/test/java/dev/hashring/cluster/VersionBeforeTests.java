package dev.hashring.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.hashring.hash.NamedHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the version kept in which entries did not move yet, in its files, is read, and
 * moves.
 */
class VersionBeforeTests {

	private static final int VALUES = 100;

	private static final Duration SOON = Duration.ofMinutes(1);

	@TempDir
	private Path folder;

	private final Map<String, LocalNode> nodes = new TreeMap<>();

	@BeforeEach
	void start() {
		for (int i = 1; i <= 4; i++) {
			LocalNode node = new LocalNode("node" + i, 0);
			this.nodes.put("node" + i, node);
			node.start();
		}
	}

	@AfterEach
	void close() {
		this.nodes.values().forEach(LocalNode::close);
	}

	private LocalCluster router() {
		Map<String, URI> members = new TreeMap<>();
		this.nodes.forEach((id, node) -> members.put(id, node.url()));
		members.remove("node4");
		return LocalCluster.routerOf(members, "--ring.state-file=" + file());
	}

	private Path file() {
		return this.folder.resolve("state.json");
	}

	@Test
	void itsFilesAreReadAndTheirEntriesMove() throws Exception {
		try (LocalCluster cluster = router()) {
			KeyValueClient kv = new KeyValueClient(cluster.url());
			for (int i = 0; i < VALUES; i++) {
				assertThat(kv.put("key" + i, "value" + i).statusCode()).isEqualTo(201);
			}
			kv.delete("key0");
		}
		this.nodes.values().forEach(LocalNode::stop);
		for (LocalNode node : this.nodes.values()) {
			makeOlder(node.data());
		}
		Files.writeString(file(), stateBefore());
		this.nodes.values().forEach(LocalNode::start);
		try (LocalCluster cluster = router()) {
			assertAllThere(cluster);
			String body = "{'url': '%s', 'position': 50}".formatted(this.nodes.get("node4").url());
			assertThat(cluster.ring().put("node4", body).statusCode()).isEqualTo(202);
			await().atMost(SOON).until(() -> cluster.ring().ids().contains("node4"));
			assertThat(new NodeStoreClient(this.nodes.get("node4").url(), cluster.token()).status().entries())
				.isPositive();
			assertAllThere(cluster);
		}
	}

	private static void assertAllThere(LocalCluster cluster) {
		KeyValueClient kv = new KeyValueClient(cluster.url());
		for (int i = 1; i < VALUES; i++) {
			String key = "key" + i;
			String value = "value" + i;
			await().atMost(SOON).until(() -> kv.get(key).body().equals(value));
		}
		assertThat(kv.get("key0").statusCode()).isEqualTo(404);
	}

	/** A store without an id, which knows an epoch and a layout of the ring. */
	private static void makeOlder(Path data) throws IOException, SQLException {
		Files.deleteIfExists(data.resolve("store.id"));
		long checksum = NamedHash.xxh3("false 1 fixed 360 MD5".getBytes(StandardCharsets.UTF_8));
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("store.db"));
				Statement statement = connection.createStatement()) {
			statement.execute("DROP TABLE store");
			statement.execute("CREATE TABLE store (recovering INTEGER NOT NULL, layout TEXT, epoch INTEGER, "
					+ "checksum INTEGER NOT NULL)");
			statement.execute("INSERT INTO store VALUES (0, 'fixed 360 MD5', 1, %d)".formatted(checksum));
			statement.execute("PRAGMA user_version = 0");
		}
	}

	/** One object, without a log, as a router wrote it. */
	private String stateBefore() {
		String settings = """
				{"placement":"fixed","size":360,"hash":"MD5","virtualNodes":160,"onOwnerFailure":"fail",\
				"maxAttempts":3,"connectTimeout":"PT1S","readTimeout":"PT2S","deadline":"PT6S",\
				"boundedLoad":0.0,"lease":"PT6S","removal":"PT30S","replicas":1}""";
		String members = this.nodes.entrySet()
			.stream()
			.limit(3)
			.map((node) -> """
					{"id":"%s","url":"%s","weight":1.0,"position":%s00,"instance":null}""".formatted(node.getKey(),
					node.getValue().url(), node.getKey().substring(4)))
			.collect(Collectors.joining(",", "[", "]"));
		return """
				{"state":{"epoch":1,"settings":%1$s,"members":%2$s,"retired":[]},"configuredSettings":%1$s,\
				"configuredMembers":%2$s,"holdsEntries":true}""".formatted(settings, members);
	}

}
