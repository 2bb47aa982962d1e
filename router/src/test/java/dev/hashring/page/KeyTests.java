package dev.hashring.page;

import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * The first screen, and one key from its bytes to its answer.
 */
class KeyTests extends PageTest {

	@Test
	void theFirstScreenIsTheRingThatRunsWithASampleKeyThatWasAsked() {
		assertThat(page.text("#live")).matches("Live · 3 members · \\d+\\.\\d req/s");
		assertThat(page.text("#answer")).matches("Alice → 288 → node3\\. It answered 200 in \\d+ ms\\.");
		assertThat(page.text("svg#ring")).contains("node1", "node2", "node3");
		assertThat(page.find("#send").isEnabled() && page.find("#add-member").isEnabled()).isTrue();
		assertThat(page.find("#key").isDisplayed()).isTrue();
		assertThat(page.has("dialog[open]")).isFalse();
	}

	@Test
	void aKeyThatIsTypedIsSentToItsOwner() {
		long before = cluster.ring().member("node1").get("requests").asLong();
		page.lookUp("Bob");
		assertThat(page.text("#answer")).matches("Bob → 91 → node1\\. It answered 200 in \\d+ ms\\.");
		assertThat(page.number("[data-layer='needle']", "data-degrees")).isCloseTo(91, within(0.01));
		await().untilAsserted(() -> assertThat(page.say()).contains("Bob", "91", "node1", "200"));
		assertThat(cluster.ring().member("node1").get("requests").asLong()).isEqualTo(before + 1);
	}

	@Test
	void ownersAndPositionsAreThoseOfTheOriginal() {
		Map.of("key268", "100 → node1", "key345", "0 → node1", "日本語", "44 → node1", "50%", "179 → node2", "a+b",
				"24 → node1")
			.forEach((key, place) -> {
				page.lookUp(key);
				assertThat(page.text("#answer")).startsWith(key + " → " + place + ".");
				assertThat(page.text("#agrees")).isEqualTo("agrees");
			});
	}

	@Test
	void aDigestThatTheBrowserComputesOtherwiseDoesNotAgree() {
		browser.driver()
			.executeScript(
					"""
							const send = window.fetch;
							window.fetch = async (path, options) => {
							  const answer = await send(path, options);
							  return path.startsWith('ring/lookup?') ? Response.json({ ...await answer.json(), digest: '0'.repeat(32) }) : answer;
							};
							""");
		page.lookUp("Bob");
		await().until(() -> page.text("#agrees").equals("does not agree"));
	}

	@Test
	void theSevenStepsTellHow() {
		assertThat(page.all("ol#steps > li")).hasSize(7);
		assertThat(row(1).replace(" ", "")).containsIgnoringCase("416c696365");
		assertThat(row(2).replace(" ", "")).contains("64489c85dc2fe0787b85cd87214b3810").contains("agrees");
		assertThat(row(3)).containsPattern("\\d");
		assertThat(row(4)).contains("360", "288");
		assertThat(row(5)).contains("288");
		assertThat(row(6)).contains("node3");
		assertThat(row(7)).contains("200", "node3", "Node node3 handled key: Alice");
	}

	@Test
	void backAndNextGoStepByStep() {
		while (page.step() > 1) {
			page.click("#back");
		}
		IntStream.rangeClosed(2, 7).forEach((step) -> {
			page.click("#next");
			await().until(() -> page.step() == step);
		});
		page.click("#back");
		await().until(() -> page.step() == 6);
	}

	@Test
	void playGoesThroughAllStepsByItself() {
		browser.prefer("light", true);
		open("/");
		page.enter("#speed", "4");
		browser.driver().executeScript("""
				window.steps = new Set();
				new MutationObserver(() => steps.add(document.querySelector('#steps [aria-current=step]').dataset.step))
				  .observe(document.querySelector('#steps'), { subtree: true, attributeFilter: ['aria-current'] });
				""");
		page.click("#play");
		await().until(() -> "1234567".equals(browser.driver().executeScript("return [...steps].join('')")));
	}

	@Test
	void theStepOfTheWalkSaysWhyAMemberThatIsDownIsPassedOver() {
		cluster.ring().patch("{'onOwnerFailure': 'next-node'}");
		cluster.node("node3").stop();
		await().until(() -> !cluster.ring().isUp("node3"));
		page.lookUp("Alice");
		await().until(() -> row(6).contains("node1"));
		assertThat(row(6)).contains("node3", "passed over");
		assertThat(row(7)).contains("200", "node1");
	}

	@Test
	void theBrowserComputesNoDigestOfAnotherHash() {
		cluster.ring().patch("{'hash': 'murmur3'}");
		await().until(() -> !page.has("#agrees") || page.text("#agrees").isEmpty());
		page.lookUp("Alice");
		assertThat(page.text("#answer")).contains("answered 200");
		assertThat(page.has("#agrees") && !page.text("#agrees").isEmpty()).isFalse();
	}

	@Test
	void aKeyWithMarkupIsShownAsText() {
		String key = "<img src=x onerror=a()>";
		page.lookUp(key);
		assertThat(page.text("#answer")).startsWith(key + " → ");
		assertThat(row(7)).contains("handled key: " + key);
		assertThat(page.has("main img, #steps img, #answer img, #say img, svg#ring img")).isFalse();
		open("/?key=%3Cimg%20src%3Dx%20onerror%3Da()%3E");
		assertThat(page.text("#answer")).startsWith(key + " → ");
		assertThat(page.has("img[src='x']")).isFalse();
	}

	@Test
	void anEmptyKeyIsTheRoutersBadRequest() {
		expect("/route?key= - Failed to load resource: the server responded with a status of 400");
		expect("/ring/lookup?key= - Failed to load resource: the server responded with a status of 400");
		page.enter("#key", "").find("#key").sendKeys(Keys.BACK_SPACE, Keys.ENTER);
		await().until(() -> page.text("#answer").contains("Missing key parameter"));
	}

	@Test
	void aLongKeyIsShownByItsStartAndItsLength() {
		open("/?key=" + "a".repeat(5000));
		assertThat(page.text("#answer")).hasSizeLessThan(100).contains("answered 200");
		assertThat(row(1)).hasSizeLessThan(1000).containsPattern("5,?000");
	}

	@Test
	void theAddressBringsTheViewBack() {
		page.lookUp("Bob");
		page.click("#back").click("#back");
		await().until(() -> page.step() == 5);
		String answer = page.text("#answer").replaceAll(" in .*", "");
		await().until(() -> browser.driver().getCurrentUrl().contains("step=5"));
		String address = browser.driver().getCurrentUrl();
		assertThat(address).contains("key=Bob").doesNotContain("token");
		open(address.substring(cluster.url().toString().length()));
		assertThat(page.find("#key").getDomProperty("value")).isEqualTo("Bob");
		assertThat(page.text("#answer")).startsWith(answer);
		assertThat(page.step()).isEqualTo(5);
	}

	@Test
	void beforeTheWalkTheMiddleSaysOfHowManyPositions() {
		page.click("#back").click("#back");
		await().until(() -> page.text("[data-layer='middle']").equals("Alice288of 360"));
	}

	@Test
	void aKeyFromRightToLeftDoesNotTurnTheSentenceAround() {
		page.lookUp("שלום");
		assertThat((boolean) browser.driver().executeScript("""
				const place = (node) => {
				  const range = document.createRange();
				  range.selectNodeContents(node);
				  return range.getBoundingClientRect();
				};
				const [key, , owner] = document.querySelector('#answer').children;
				return place(key).right <= place(owner).left;
				""")).isTrue();
		assertThat(page.text("#answer bdi")).isEqualTo("שלום");
	}

	@Test
	void aVeryLongKeyIsNotInTheAddressAndComesBackAllTheSame() {
		String key = "k".repeat(33_000);
		browser.driver()
			.executeScript(
					"const key = document.querySelector('#key'); key.value = arguments[0]; key.form.requestSubmit()",
					key);
		await().until(() -> page.text("#answer").startsWith("kkkk") && page.hasAnswer());
		await().until(() -> browser.driver().getCurrentUrl().contains("placement="));
		await().until(() -> !browser.driver().getCurrentUrl().contains("key="));
		browser.driver().navigate().refresh();
		await().until(() -> page.text("#answer").startsWith("kkkk") && page.hasAnswer());
		assertThat(browser.driver().getCurrentUrl()).hasSizeLessThan(200);
	}

	@Test
	void theNeedleTurnsBeforeTheWalkBegins() {
		browser.prefer("light", true);
		open("/?step=4");
		browser.driver().executeScript("""
				window.early = 0;
				const walk = document.querySelector('[data-layer=walk]');
				new MutationObserver(() => {
				  const turned = document.querySelector('[data-layer=needle] g')?.getAttribute('transform');
				  if (walk.children.length > 0 && turned !== 'rotate(288)') early++;
				}).observe(walk, { childList: true });
				document.querySelector('#next').click();
				document.querySelector('#next').click();
				""");
		await().until(() -> page.has("[data-layer='walk'] .owning"));
		assertThat((long) browser.driver().executeScript("return early")).isZero();
	}

	private static String row(int step) {
		return page.text("#steps [data-step='" + step + "']");
	}

}
