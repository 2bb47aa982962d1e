package dev.hashring.page;

import java.util.List;

import dev.hashring.cluster.KeyValueClient;
import dev.hashring.cluster.LocalCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Values, who has a copy of each, and how they move when the ring changes.
 */
class ValueTests extends PageTest {

	private static final int VALUES = 60;

	private static LocalCluster keeper;

	private static KeyValueClient values;

	@BeforeAll
	static void keepThreeCopies() {
		keeper = LocalCluster.start("--ring.replicas=3", "--ring.rebalance-rate=2KB");
		values = new KeyValueClient(keeper.url());
	}

	@AfterAll
	static void close() {
		keeper.close();
	}

	@BeforeEach
	void openTheKeeper() {
		NODES.forEach((id) -> keeper.node(id).start());
		await().until(() -> NODES.stream().allMatch(keeper.ring()::isUp));
		keeper.reset();
		openAt("/#token=" + keeper.ring().token());
		page.click("#tab-values");
		await().until(() -> page.text("#values-state").startsWith("No key has a value yet."));
	}

	private static void openAt(String path) {
		browser.driver().get("about:blank");
		browser.driver().get(keeper.url() + path);
		await().until(() -> page.isOpen());
	}

	@Test
	void aValueIsPutReadListedAndDeleted() {
		put("Alice", "in Wonderland");
		await().until(() -> page.text("#value-told").startsWith("Alice · Created: "));
		assertThat(values.get("Alice").body()).isEqualTo("in Wonderland");
		await().until(() -> page.attributes("#values button", "data-value").equals(List.of("Alice")));
		assertThat(page.text("#values-state")).isEqualTo("1 key with a value.");
		put("Alice", "through the looking-glass");
		await().until(() -> page.text("#value-told").startsWith("Alice · Replaced: "));
		page.click("#get-value");
		await().until(() -> page.text("#value-told")
			.matches("Alice · “through the looking-glass”\\. [23] of 3 members answered: .*"));
		page.click("#delete-value");
		await().until(() -> page.text("#value-told").startsWith("Alice · Deleted. "));
		assertThat(values.get("Alice").statusCode()).isEqualTo(404);
		expect("the server responded with a status of 404");
		page.click("#get-value");
		await().until(() -> page.text("#value-told").equals("Alice · There is no value for Alice."));
		await().until(() -> page.all("#values button").isEmpty());
	}

	@Test
	void aValueIsASquareWithALinkToEachCopy() {
		put("Alice", "in Wonderland");
		awaitAllCopies("Alice");
		page.click("#values [data-value='Alice']");
		await().until(() -> page.all("[data-layer='values'] .link.has").size() == 3);
		await().until(() -> page.attributes("[data-layer='values'] .value", "data-value").equals(List.of("Alice")));
		JsonNode where = keeper.ring().where("Alice");
		assertThat(page.attributes("#copies li", "data-member"))
			.containsExactlyElementsOf(where.get("replicas").findValuesAsString("member"));
		where.get("replicas")
			.forEach((copy) -> assertThat(page.text("#copies [data-member='" + copy.get("member").asString() + "']"))
				.contains("has it, version " + copy.get("version").asString()));
		page.click("#get-value");
		await().until(() -> page.all("[data-layer='values'] .link.answered").size() >= 2);
	}

	@Test
	void aKeyThatGetsTheFocusShowsItsVersions() {
		values.put("Bob", "a builder");
		awaitAllCopies("Bob");
		page.click("#list-values");
		await().until(() -> page.all("#values button").size() == 1);
		WebElement bob = page.find("#values button");
		browser.driver().executeScript("arguments[0].focus()", bob);
		JsonNode where = keeper.ring().where("Bob");
		await().until(() -> page.text("#copies").contains(where.get("replicas").get(0).get("version").asString()));
		assertThat(browser.driver().switchTo().activeElement()).isEqualTo(bob);
		assertThat(bob.getDomAttribute("aria-pressed")).isEqualTo("true");
	}

	@Test
	void aCopyThatIsAwayIsDashed() {
		put("Alice", "in Wonderland");
		awaitAllCopies("Alice");
		page.click("#values [data-value='Alice']");
		await().until(() -> page.all("[data-layer='values'] .link.has").size() == 3);
		keeper.node("node2").stop();
		await().until(() -> !keeper.ring().isUp("node2"));
		page.click("#values [data-value='Alice']");
		await().until(() -> page.text("#copies-words").startsWith("Alice: 2 of 3 copies on disk. A read needs 2 of "));
		assertThat(page.attributes("[data-layer='values'] .link.lacks", "data-member")).containsExactly("node2");
		assertThat(page.text("#copies [data-member='node2']")).contains("refused the connection");
		page.click("#get-value");
		await().until(() -> page.text("#value-told").endsWith("2 of 3 members answered: node1, node3."));
	}

	@Test
	void aPreviewCountsTheValuesThatMoveAndTheMoveIsSeenAndCancelled() {
		putMany();
		page.click("#add-member");
		JsonNode entries = keeper.ring().preview("{'join': {'id': 'node4'}}").get("entries");
		await().untilAsserted(() -> assertThat(page.text("#preview .entries"))
			.isEqualTo("%d of %d keys, %.1f KiB, move, to node4. The ring changes once they have."
				.formatted(entries.get("keys").asInt(), VALUES, entries.get("bytes").asInt() / 1024.0)));
		page.click("#confirm");
		await().until(() -> page.text("#rebalance-words").startsWith("Values move, since node4 joins."));
		await().until(() -> page.has("[data-layer='moved'] .holding") && page.has("[data-layer='moved'] .coming"));
		JsonNode moves = keeper.ring().get("/ring/rebalance/preview");
		assertThat(page.attributes("[data-layer='moved'] .holding", "data-member"))
			.containsExactlyElementsOf(moves.get("arcs").findValuesAsString("before"));
		assertThat(page.attributes("[data-layer='moved'] .coming", "data-member"))
			.containsExactlyElementsOf(moves.get("arcs").findValuesAsString("after"));
		await().untilAsserted(() -> {
			JsonNode progress = keeper.ring().ring().get("rebalance");
			assertThat(page.text("#rebalance-counts")).matches("[1-9]\\d* of %d keys · .* · \\d+ of %d arcs done"
				.formatted(progress.get("keys").asInt(), progress.get("arcs").asInt()));
		});
		assertThat(page.attributes("[data-layer='band'] path", "data-member")).as("who serves until the end")
			.containsExactly("node1", "node2", "node3");
		assertThat(page.find("#cancel-rebalance").isEnabled()).isTrue();
		page.click("#values [data-value='key1']");
		await().until(() -> page.text("#copies-words").contains("and, while values move, 2 of "));
		page.click("#cancel-rebalance");
		await().until(() -> page.has("#rebalance[hidden]") && !page.has("[data-layer='moved'] path"));
		assertThat(keeper.ring().ids()).containsExactly("node1", "node2", "node3");
		assertThat(values.list("", 1000)).hasSize(VALUES);
	}

	@ParameterizedTest
	@ValueSource(strings = { "#cancel-rebalance", "#undo", "somebody else", "somebody else, and a reload" })
	void theNodeOfAJoinThatIsTakenBackIsStopped(String how) {
		putMany();
		page.click("#add-member");
		await().until(() -> page.has("#confirm"));
		page.click("#confirm");
		await().untilAsserted(() -> {
			assertThat(page.text("#trouble")).isEmpty();
			assertThat(page.text("#rebalance-words")).startsWith("Values move, since node4 joins.");
			assertThat(page.find("#undo").isDisplayed()).isTrue();
		});
		assertThat(keeper.node("node4").isStopped()).isFalse();
		if (how.startsWith("#")) {
			page.click(how);
		}
		else {
			if (how.endsWith("reload")) {
				openAt("/");
			}
			keeper.ring().send("DELETE", "/ring/rebalance", "");
		}
		await().until(() -> keeper.node("node4").isStopped());
		assertThat(keeper.ring().ids()).containsExactly("node1", "node2", "node3");
	}

	@Test
	void whatIsAmissWithAMoveIsSaid() {
		pretendThatValuesMove("change: { leave: ['node9'] }, stage: 'joint', behind: ['node2'], lost: 12");
		await().until(() -> page.text("#rebalance-behind")
			.equals("node2 was away for too long. It gets what it lacks when it is back."));
		assertThat(page.text("#rebalance-lost"))
			.isEqualTo("12 values are lost: only members that were given up had them.");
		assertThat(page.find("#rebalance-waits").isDisplayed()).isFalse();
	}

	@Test
	void valuesThatMoveForAWeightAreNotSaidToMoveForAJoin() {
		try (LocalCluster weighed = LocalCluster.start("--ring.placement=virtual-nodes", "--ring.rebalance-rate=20B")) {
			KeyValueClient kept = new KeyValueClient(weighed.url());
			for (int i = 0; i < 40; i++) {
				kept.put("key" + i, "x".repeat(600));
			}
			browser.driver().get(weighed.url() + "/#token=" + weighed.ring().token());
			await().until(() -> page.isOpen());
			page.enter("[aria-label='Weight of node1']", "0.5");
			page.click("#members [data-member='node1'] [data-action='weight']");
			await().untilAsserted(() -> assertThat(page.text("#preview .entries"))
				.matches("\\d+ of 40 keys, .*, moves?\\. The ring changes once they have\\."));
			page.click("#confirm");
			await().until(() -> page.text("#rebalance-words").startsWith("Values move, since node1 gets weight 0.5."));
			page.click("#tab-events");
			await().until(() -> page.text("#events").contains("for the new weight 0.5 of node1"));
			page.click("#cancel-rebalance");
			await().until(() -> page.has("#rebalance[hidden]"));
		}
	}

	@Test
	void bothMajoritiesAreThoseOfTheRouter() {
		putMany();
		String url = keeper.newNode("node5").url().toString();
		assertThat(keeper.ring().put("node5", "{'url': '%s', 'position': 50}".formatted(url)).statusCode())
			.isEqualTo(202);
		await().until(() -> page.has("#rebalance:not([hidden])"));
		assertThat(page.has("[data-layer='carried'] rect")).as("with reduced motion").isFalse();
		browser.prefer("light", true);
		alter("ring", "if (answer.rebalance) answer.rebalance.keysDone += window.extra = (window.extra ?? 0) + 1");
		await().until(() -> page.has("[data-layer='carried'] rect"));
		JsonNode keepers = keeper.ring().lookups(List.of("key1")).get(0);
		page.click("#values [data-value='key1']");
		await().until(() -> page.text("#copies-words").contains("and, while values move"));
		assertThat(page.attributes("[data-layer='values'] .link.old", "data-member"))
			.containsExactlyInAnyOrderElementsOf(
					keepers.get("replicas").valueStream().map(JsonNode::asString).toList());
		assertThat(page.attributes("#copies li", "data-member"))
			.containsAll(keepers.get("next").valueStream().map(JsonNode::asString).toList());
	}

	@Test
	void itSaysWhomItWaitsForAndOnlyALeavingMemberCanBeAbandoned() {
		try (LocalCluster single = LocalCluster.start()) {
			KeyValueClient kept = new KeyValueClient(single.url());
			for (int i = 0; i < 20; i++) {
				kept.put("key" + i, "value");
			}
			single.node("node3").stop();
			await().until(() -> !single.ring().isUp("node3"));
			assertThat(single.ring().delete("node3").statusCode()).isEqualTo(202);
			expect("the server responded with a status of 500");
			browser.driver().get(single.url() + "/#token=" + single.ring().token());
			await().until(() -> page.isOpen());
			await()
				.until(() -> page.text("#rebalance-waits").equals("It waits for node3, which refused the connection."));
			Actions mouse = new Actions(browser.driver());
			mouse.clickAndHold(page.find("[data-abandon='node3']")).perform();
			alter("ring", "window.looks = (window.looks ?? 0) + 1");
			await("a click that has begun stays on its button")
				.until(() -> (boolean) browser.driver().executeScript("return window.looks > 2"));
			mouse.release().perform();
			browser.driver().switchTo().alert().accept();
			await().until(() -> single.ring().ids().equals(List.of("node1", "node2")));
			await().until(() -> page.has("#rebalance[hidden]"));
		}
	}

	@Test
	void oddKeysAreTextAndNothingMovesSideways() {
		List<String> odd = List.of("<b>bold</b>", "שלום", "👩‍🚀", "x".repeat(900));
		odd.forEach((key) -> assertThat(values.put(key, "value").statusCode()).as(key).isEqualTo(201));
		page.click("#list-values");
		await().until(() -> page.all("#values button").size() == odd.size());
		for (int width : new int[] { 360, 1280 }) {
			browser.resize(width, 800);
			page.click("#tab-values");
			for (String key : page.attributes("#values button", "data-value")) {
				browser.driver()
					.executeScript(
							"document.querySelector('#value-key').value = arguments[0]; document.querySelector('#get-value').click()",
							key);
				await().until(() -> page.text("#value-told").contains(key.substring(0, 2))
						&& page.text("#value-told").contains(" answered: "));
				assertThat(browser.driver().executeScript("return document.documentElement.scrollWidth")).as(key)
					.isEqualTo((long) width);
			}
		}
		assertThat(page.has("#values b")).isFalse();
	}

	@Test
	void aRebalanceIsMarkedOnTheTimeLine() {
		putMany();
		String url = keeper.newNode("node6").url().toString();
		keeper.ring().put("node6", "{'url': '%s', 'position': 50}".formatted(url));
		await().until(() -> page.text("#changes").contains("⇄"));
		long begun = keeper.ring()
			.get("/ring/history?limit=1000")
			.get("states")
			.valueStream()
			.filter((state) -> state.get("change").path("rebalance").path("stage").asString("").equals("begun"))
			.mapToLong((state) -> state.get("epoch").asLong())
			.max()
			.orElseThrow();
		await().until(() -> page.text("#changes [data-epoch='" + begun + "']").equals("⇄"));
		keeper.ring().send("DELETE", "/ring/rebalance", "");
		await().until(() -> page.attributes("#changes [data-epoch]", "title")
			.stream()
			.reduce((one, other) -> other)
			.orElseThrow()
			.contains("values stay: the change was cancelled"));
	}

	@Test
	void withATokenForValuesItIsAskedFor() {
		expect("the server responded with a status of 401");
		// The list, while members are told that there are values now.
		expect("the server responded with a status of 503");
		try (LocalCluster guarded = LocalCluster.start("--ring.values=token")) {
			browser.driver().executeScript("sessionStorage.clear()");
			await().until(() -> new KeyValueClient(guarded.url()).list("", 1).isEmpty());
			browser.driver().get(guarded.url() + "/");
			await().until(() -> page.isOpen());
			browser.driver().executeScript("sessionStorage.clear()");
			put("Alice", "in Wonderland");
			await().until(() -> page.find("#token").isDisplayed());
			page.find("#token").sendKeys(guarded.ring().token(), Keys.ENTER);
			await().until(() -> page.text("#value-told").startsWith("Alice · Created: "));
		}
	}

	private static void put(String key, String value) {
		page.click("#tab-values").enter("#value-key", key).enter("#value", value).click("#put-value");
	}

	/** The last of three comes after the answer. */
	private static void awaitAllCopies(String key) {
		await().until(() -> keeper.ring().where(key).get("replicas").findValuesAsString("version").size() == 3);
	}

	private static void putMany() {
		for (int i = 0; i < VALUES; i++) {
			values.put("key" + i, "x".repeat(600));
		}
		// The last of three copies comes after the answer.
		await().until(() -> NODES.stream().map((id) -> keeper.store(id).status().entries()).distinct().count() == 1);
		page.click("#list-values");
		await().until(() -> page.text("#values-state").equals(VALUES + " keys with a value."));
	}

}
