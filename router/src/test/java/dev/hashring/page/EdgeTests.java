package dev.hashring.page;

import java.util.List;

import dev.hashring.cluster.KeyValueClient;
import dev.hashring.cluster.LocalCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Rings, ids and tokens that few have, and the cluster in containers.
 */
class EdgeTests extends PageTest {

	@Test
	void aRingIsEmptiedAndFilledAgain() {
		cluster.ring().delete("node1");
		cluster.ring().delete("node2");
		await().until(() -> page.all("#members > li").size() == 1);
		page.click("#members [data-member='node3'] [data-action='remove']");
		await().until(() -> page.text("#preview").contains("No key has an owner any more"));
		page.click("#confirm");
		await().until(() -> page.text("[data-layer='middle']").contains("No members"));
		assertThat(page.text("#answer")).isEmpty();
		await().until(() -> page.find("#undo").isDisplayed());
		page.enter("#hash", "xxh3");
		await().until(() -> page.text("#preview").contains("nothing moves"));
		page.click("#cancel").click("#add-member");
		await().until(() -> page.text("#preview").contains("gets the whole ring"));
		page.click("#confirm");
		await().until(() -> page.text("#answer").matches("Alice → \\d+ → node1\\. It answered 200 .*"));
	}

	@Test
	void aLookupOnAnEmptyRingEndsInTheRoutersAnswer() {
		expect("/route?key=Bob - Failed to load resource: the server responded with a status of 503");
		List.of("node1", "node2", "node3").forEach(cluster.ring()::delete);
		await().until(() -> page.text("[data-layer='middle']").contains("No members"));
		page.enter("#key", "Bob").find("#key").sendKeys(Keys.ENTER);
		await().until(() -> page.text("#answer").startsWith("The router answers 503"));
		long looks = looks();
		await().until(() -> looks() > looks + 1);
		assertThat(page.text("#answer")).startsWith("The router answers 503");
	}

	@Test
	void requestsToAnEmptyRingFailAndTheRingHasNotChangedSince() {
		expect("Failed to load resource: the server responded with a status of 503");
		List.of("node1", "node2", "node3").forEach(cluster.ring()::delete);
		await().until(() -> page.text("[data-layer='middle']").contains("No members"));
		page.enter("#count", "100").click("#send");
		await().until(() -> page.text("#traffic-state").startsWith("100 requests, in "));
		assertThat(page.text("#traffic-state")).endsWith("0 answered by the owner, 100 failed.");
	}

	/** How often the page has looked at the ring. */
	private static long looks() {
		return (long) browser.driver()
			.executeScript(
					"return performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/ring')).length");
	}

	@ParameterizedTest
	@ValueSource(ints = { 360, 1280 })
	void idsAreTextOfAnyLengthAndNothingMovesSideways(int width) {
		String longest = "x".repeat(255);
		for (String id : List.of("a b", "<b>", longest)) {
			assertThat(cluster.ring().put(id, "{'url': 'http://127.0.0.1:1'}").statusCode()).isEqualTo(201);
		}
		browser.resize(width, 800);
		await().until(() -> page.all("#members > li").size() == 6);
		for (String tab : page.attributes("[role='tab']", "id")) {
			page.click("#" + tab);
			assertThat(browser.driver().executeScript("return document.documentElement.scrollWidth")).as(tab)
				.isEqualTo((long) width);
		}
		assertThat(page.byMember("#members [data-member]", "data-status")).containsKeys("a b", "<b>", longest);
		assertThat(page.has("#members [data-member='<b>'] b b")).isFalse();
	}

	@Test
	void aWrongTokenIsAskedForAgain() {
		expect("the server responded with a status of 401");
		browser.driver().executeScript("sessionStorage.clear()");
		open("/");
		page.click("#members [data-member='node3'] [data-action='stop']");
		for (String wrong : List.of("wrong", "tok€n")) {
			await().until(() -> page.has("dialog#token-dialog[open]") && page.find("#token").isDisplayed());
			page.find("#token").sendKeys(wrong, Keys.ENTER);
			await().until(() -> page.text("#token-note")
				.equals(wrong.equals("wrong") ? "That is not the ring’s token."
						: "A token is of visible ASCII characters."));
		}
		page.find("#token").sendKeys(cluster.ring().token(), Keys.ENTER);
		await().until(() -> page.has("#members [data-member='node3'][data-status='DOWN']"));
	}

	@Test
	void aPreviewIsInViewAndHasTheFocus() {
		for (int i = 4; i <= 20; i++) {
			cluster.ring().put("node" + i, "{'url': 'http://127.0.0.1:1'}");
		}
		await().until(() -> page.all("#members > [data-status='DOWN']").size() == 17);
		page.click("#members [data-member='node20'] [data-action='remove']");
		await().until(() -> "preview".equals(browser.driver().switchTo().activeElement().getDomAttribute("id")));
		assertThat((boolean) browser.driver().executeScript("""
				const { top, bottom } = document.querySelector('#preview').getBoundingClientRect();
				return top >= 0 && bottom <= innerHeight;
				""")).isTrue();
	}

	@Test
	void theNeedleTurnsFromStepToStep() {
		browser.prefer("light", true);
		open("/?step=4");
		browser.driver()
			.executeScript(
					"""
							const frame = window.requestAnimationFrame.bind(window);
							let time = performance.now();
							performance.now = () => time;
							window.requestAnimationFrame = (draw) => frame(() => draw(time += 16));
							window.turns = new Set();
							new MutationObserver(() => turns.add(document.querySelector('[data-layer=needle] g')?.getAttribute('transform')))
							  .observe(document.querySelector('[data-layer=needle]'), { subtree: true, childList: true, attributes: true });
							""");
		page.click("#next");
		await().until(() -> "rotate(288)".equals(page.attribute("[data-layer='needle'] g", "transform")));
		assertThat((long) browser.driver().executeScript("return turns.size")).as("angles on the way").isGreaterThan(3);
	}

	@Test
	void aKeyOfControlCharactersMakesNoBrokenPicture() {
		open("/?key=%01%1B");
		assertThat((String) browser.driver().executeAsyncScript("""
				const done = arguments[0];
				import('/js/ring/picture.js').then(({ picture }) => {
				  const read = new DOMParser().parseFromString(picture(), 'image/svg+xml');
				  done(read.querySelector('parsererror') ? 'broken' : read.documentElement.localName);
				});
				""")).isEqualTo("svg");
	}

	@Test
	void aMemberJoinsWhileValuesAreKept() {
		try (LocalCluster keeper = LocalCluster.start()) {
			KeyValueClient values = new KeyValueClient(keeper.url());
			assertThat(values.put("Alice", "in Wonderland").statusCode()).isEqualTo(201);
			browser.driver().get(keeper.url() + "/#token=" + keeper.ring().token());
			await().until(() -> page.isOpen());
			page.click("#add-member");
			await().until(() -> page.has("#confirm"));
			page.click("#confirm");
			await().until(() -> keeper.ring().ids().contains("node4"));
			await().until(() -> page.text("#events").contains("is done with the join of node4"));
			assertThat(values.get("Alice").body()).isEqualTo("in Wonderland");
		}
	}

	@Test
	void withContainersThePageShowsCommands() {
		try (LocalCluster containers = LocalCluster.start("--info.cluster.kind=containers")) {
			browser.driver().get(containers.url() + "/");
			await().until(() -> page.isLive() && page.hasAnswer());
			page.click("#add-member");
			await().until(() -> page.text("#preview")
				.contains("docker-compose --profile elastic run -d --no-deps -e NODE_ID=node4 elastic"));
			assertThat(page.text("#preview")).contains("docker compose").doesNotContain("--scale");
			assertThat(page.has("#confirm")).isFalse();
			assertThat(page.has("button[data-action='stop']")).isFalse();
			containers.newMember("node4");
			await().until(() -> !page.find("#preview").isDisplayed());
		}
	}

}
