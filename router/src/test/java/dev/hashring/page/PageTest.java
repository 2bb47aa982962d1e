package dev.hashring.page;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.hashring.cluster.LocalCluster;
import dev.hashring.cluster.LocalNode;
import dev.hashring.cluster.RingClient;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * For each test the cluster as it started, and the page anew. A test fails if the
 * browser's console says anything that the test does not expect, and if axe-core finds
 * anything at its end.
 */
@ExtendWith(Stage.Shared.class)
abstract class PageTest {

	/** With {@code -Dscreenshots=true}, the tests of what the page looks like fill it. */
	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	static final List<String> NODES = List.of("node1", "node2", "node3");

	/** A cluster of the test's own ends while its page is open. */
	private static final String CLUSTER_ENDED = "net::ERR_CONNECTION_REFUSED";

	private static final String NETWORK_CHANGED = "net::ERR_NETWORK_CHANGED";

	private static final String AS_STARTED = """
			{"placement": "fixed", "hash": "md5", "virtualNodes": 160, "onOwnerFailure": "fail"}""";

	static Stage stage;

	static LocalCluster cluster;

	static Browser browser;

	static Page page;

	private final List<String> expected = new ArrayList<>(List.of(NETWORK_CHANGED, CLUSTER_ENDED));

	@BeforeAll
	static void enter() {
		cluster = stage.cluster();
		browser = stage.browser();
		page = new Page(browser.driver());
		Awaitility.setDefaultPollInterval(Duration.ofMillis(50));
		Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
		// What is drawn anew is gone for a moment.
		Awaitility.ignoreExceptionsByDefault();
	}

	@AfterAll
	static void leave() {
		Awaitility.reset();
		if (browser != null) {
			browser.driver().get("about:blank");
		}
	}

	@BeforeEach
	void openTheFirstScreen() {
		RingClient ring = cluster.ring();
		ring.ring()
			.get("members")
			.valueStream()
			.map((member) -> member.get("id").asString())
			.filter((id) -> !NODES.contains(id))
			.forEach(ring::delete);
		assertThat(ring.patch(AS_STARTED).statusCode()).isEqualTo(200);
		for (int i = 0; i < NODES.size(); i++) {
			LocalNode node = cluster.node(NODES.get(i));
			node.start();
			ring.put(NODES.get(i), "{'url': '%s', 'weight': 1, 'position': %d}".formatted(node.url(), (i + 1) * 100));
		}
		await().until(() -> ring.up() == NODES.size());
		browser.offline(false);
		// What a test before expected may be said late.
		browser.driver().get("about:blank");
		browser.messages((message) -> true);
		browser.resize(1280, 800);
		browser.prefer("light", false);
		open("/#token=" + ring.token());
	}

	/**
	 * Opens the page with this after its address, and waits for the key's answer. Once
	 * more where the machine's network changed meanwhile, as when a container starts.
	 */
	static void open(String path) {
		load(path);
		try {
			await().until(() -> page.isOpen());
		}
		catch (ConditionTimeoutException ex) {
			assertThat(browser.messages((message) -> false)).anyMatch((message) -> message.contains(NETWORK_CHANGED));
			load(path);
			await().until(() -> page.isOpen());
		}
	}

	private static void load(String path) {
		browser.driver().get("about:blank");
		browser.driver().get(cluster.url() + path);
	}

	/**
	 * From now on, what the page hears from an address is altered by this script, which
	 * has it as {@code answer}.
	 */
	static void alter(String path, String script) {
		browser.driver().executeScript("""
				const send = window.fetch;
				window.fetch = async (path, options) => {
				  const response = await send(path, options);
				  if (path !== '%s') return response;
				  const answer = await response.json();
				  %s;
				  return Response.json(answer);
				};
				""".formatted(path, script));
	}

	/** From now on the page hears that values move, and this about how they do. */
	static void pretendThatValuesMove(String how) {
		alter("ring", """
				answer.rebalance = {
				  from: 1, to: 2, stage: 'copy', arcs: 2, arcsDone: 1, keys: 3, keysDone: 1, bytes: 30, bytesDone: 10,
				  startedAt: '2026-01-01T00:00:00Z', waitingFor: [], behind: [], %s
				}""".formatted(how));
	}

	/** The console may say this, since the test brings it about. */
	void expect(String message) {
		this.expected.add(message);
	}

	static void screenshot(String name) throws IOException {
		if (Boolean.getBoolean("screenshots")) {
			browser.saveScreenshot(SCREENSHOTS.resolve(name + ".png"));
		}
	}

	@AfterEach
	void nothingIsWrong() {
		assertThat(browser.messages((message) -> this.expected.stream().anyMatch(message::contains)))
			.as("messages in the console")
			.isEmpty();
		assertThat(Axe.violations(browser.driver())).as("violations").isEmpty();
	}

}
