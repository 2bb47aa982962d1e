package dev.hashring.page;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * The changes of the ring, and the ring as it was after each.
 */
class TimelineTests extends PageTest {

	private static final String BAND = "svg#ring [data-layer='band'] path[data-member]";

	@Test
	void theRingIsShownAsItWasAndTheClusterGoesOn() {
		long epoch = changes();
		page.click("#changes [data-epoch='" + epoch + "']");
		await().until(() -> page.text("#past-words").startsWith("Change " + epoch));
		assertThat(page.text("#past-words")).endsWith("The cluster goes on.");
		assertPast(epoch);
		assertThat(page.find("#add-member").isEnabled() || page.find("#send").isEnabled()).isFalse();
		assertThat(page.has("[data-layer='ghost'] path")).isTrue();
		assertThat(page.find("#stage").getCssValue("outline-style")).isEqualTo("solid");
		cluster.ring().patch("{'onOwnerFailure': 'next-node'}");
		await().until(() -> page.has("#changes [data-epoch='" + now() + "']"));
		assertThat(page.text("#past-words")).startsWith("Change " + epoch);
		page.click("#to-live");
		await().until(() -> page.attributes(BAND, "data-member").size() == 2);
		assertThat(page.find("#add-member").isEnabled()).isTrue();
		assertThat(page.has("[data-layer='ghost'] path")).isFalse();
		assertThat(page.find("#stage").getCssValue("outline-style")).isEqualTo("none");
	}

	@Test
	void aMarkStaysWhenTheRingChangesAndKeepsTheFocus() {
		WebElement mark = page.find("#changes [data-epoch='" + changes() + "']");
		mark.click();
		cluster.ring().put("node1", "{'weight': 2}");
		await().until(() -> page.has("#changes [data-epoch='" + now() + "']"));
		assertThat(browser.driver().switchTo().activeElement()).isEqualTo(mark);
		page.click("#to-live");
		await().until(() -> page.has("#changes [data-epoch='" + now() + "'][aria-current]"));
		assertThat(mark.getDomAttribute("aria-current")).isNull();
	}

	@Test
	void aMarkOfTheMemberThatIsLookedAtStays() {
		cluster.node("node2").stop();
		String down = "#changes [data-type='down'][data-member='node2']";
		await().until(() -> page.has(down));
		press("2");
		await().until(() -> page.has("#members .isolated[data-member='node2']"));
		WebElement mark = page.find(down);
		browser.driver().executeScript("arguments[0].focus()", mark);
		cluster.ring().put("node1", "{'weight': 2}");
		await().until(() -> page.has("#changes [data-epoch='" + now() + "']"));
		assertThat(browser.driver().switchTo().activeElement()).isEqualTo(mark);
	}

	@Test
	void keysGoFromChangeToChange() {
		long epoch = changes();
		browser.driver().executeScript("document.activeElement.blur()");
		press("[");
		await().until(() -> page.text("#past-words").startsWith("Change " + epoch));
		press("[");
		await().until(() -> page.text("#past-words").startsWith("Change " + (epoch - 1)));
		press("]");
		await().until(() -> page.text("#past-words").startsWith("Change " + epoch));
		press(Keys.END);
		await().until(() -> page.has("#past[hidden]"));
	}

	@Test
	void aChangeOfLongAgoIsAmongTheMarks() {
		long epoch = changes();
		for (int i = 0; i < 70; i++) {
			cluster.ring().patch("{'virtualNodes': " + (100 + i) + "}");
		}
		browser.driver().get(cluster.url() + "/?epoch=" + epoch);
		await().until(() -> page.find("#changes [data-epoch='" + epoch + "'][aria-current]").isDisplayed());
		page.click("#to-live");
		await().until(() -> page.find("#changes [data-epoch='" + now() + "'][aria-current]").isDisplayed());
	}

	@Test
	void theAddressBringsAPastRingBack() {
		long epoch = changes();
		page.click("#changes [data-epoch='" + epoch + "']");
		await().until(() -> browser.driver().getCurrentUrl().contains("epoch=" + epoch));
		browser.driver().navigate().refresh();
		await().until(() -> page.text("#past-words").startsWith("Change " + epoch));
		assertPast(epoch);
	}

	@Test
	void whatAChangeDidIsHatchedAndItsKeysHop() {
		long epoch = changes();
		page.click("#changes [data-epoch='" + epoch + "']");
		await().until(() -> page.text("#past-words").startsWith("Change " + epoch));
		JsonNode before = lookups(epoch - 1);
		JsonNode after = lookups(epoch);
		List<String> moved = IntStream.range(0, before.size())
			.filter((i) -> !before.get(i).get("owner").equals(after.get(i).get("owner")))
			.mapToObj((i) -> after.get(i).get("key").asString())
			.toList();
		await().until(() -> page.has("[data-layer='samples'] .hop"));
		assertThat(page.attributes(".hop.after", "data-key")).isNotEmpty().containsExactlyInAnyOrderElementsOf(moved);
		assertThat(page.attributes(".hop.before", "data-member")).containsOnly("node4");
		// node4 stood at 250, after node2 at 200.
		assertThat(Drawing.share(page.attribute("[data-layer='moved'] path", "d"))).isCloseTo(50 / 360.0,
				within(0.001));
		page.click("#what-changed");
		await().until(() -> !page.has("[data-layer='moved'] path") && !page.has(".hop"));
		assertThat(page.attribute("#what-changed", "aria-pressed")).isEqualTo("false");
		page.click("#what-changed");
		await().until(() -> page.has("[data-layer='moved'] path"));
	}

	private static JsonNode lookups(long epoch) {
		return cluster.ring().lookups(IntStream.rangeClosed(1, 48).mapToObj((i) -> "sample-" + i).toList(), epoch);
	}

	@Test
	void aMemberThatGoesAndComesBackIsMarked() {
		cluster.node("node2").stop();
		await().until(() -> page.has("#changes li:last-child [data-type='down'][data-member='node2']"));
		cluster.node("node2").start();
		await().until(() -> page.has("#changes li:last-child [data-type='up'][data-member='node2']"));
		assertThat(page.text("#changes [data-type='down'][data-member='node2']")).isEqualTo("✕");
		assertThat(page.text("#changes [data-type='up'][data-member='node2']")).isEqualTo("●");
		List<String> marks = page.attributes("#changes button", "title");
		List<String> events = page.texts("#events > li");
		open("/");
		await().until(() -> page.attributes("#changes button", "title").equals(marks));
		assertThat(page.texts("#events > li")).containsExactlyElementsOf(events);
		assertThat(page.say()).as("what is long past is not read out").doesNotContain("node2");
	}

	@Test
	void requestsAreALineBetweenTheMarks() {
		page.enter("#count", "100").click("#send");
		await().until(() -> page.text("#traffic-state").startsWith("100 requests, in "));
		await().until(() -> page.text("#rates").matches("Requests: .* at most (?!0\\.0).*"));
		assertThat(page.attributes("#changes polyline", "points"))
			.anyMatch((points) -> points != null && points.matches("(\\d+\\.\\d,\\d+\\.\\d ?)+"));
	}

	@Test
	void aRingThatIsNotKeptAnyMoreIsSaidAndThePageGoesOn() {
		expect("the server responded with a status of 410");
		open("/?epoch=0");
		await().until(() -> page.text("#trouble").equals("Change 0 is not kept any more."));
		long epoch = changes();
		// As if all past rings were gone.
		browser.driver().executeScript("""
				const { fetch } = window;
				window.fetch = (path, options) => fetch(String(path).replace(/epoch=\\d+/, 'epoch=0'), options);
				""");
		page.click("#changes [data-epoch='" + epoch + "']");
		await().until(() -> page.text("#trouble").equals("Change " + epoch + " is not kept any more."));
		await().until(() -> !page.has("#changes [data-epoch='" + epoch + "']"));
		assertThat(page.has("#past[hidden]")).isTrue();
		page.click("#add-member");
		await().until(() -> page.text("#preview").contains("joins"));
	}

	@Test
	void aMemberThatChangesHasNotJoined() {
		cluster.ring().put("node1", "{'weight': 2}");
		String mark = "#changes [data-epoch='" + now() + "']";
		await().until(() -> page.has(mark));
		assertThat(page.attribute(mark, "title")).endsWith(": node1 has weight 2, not 1");
		assertThat(page.text(mark)).isEqualTo("◆");
		page.click("#tab-events");
		await().until(() -> page.text("#events > li").endsWith("node1 has weight 2, not 1."));
		assertThat(page.attribute("#events > li", "data-type")).isEqualTo("change");
	}

	/** Three changes, and the epoch before the last of them. */
	private static long changes() {
		cluster.ring().put("node4", "{'url': 'http://127.0.0.1:1', 'position': 250}");
		cluster.ring().delete("node4");
		long epoch = now();
		cluster.ring().delete("node3");
		await().until(() -> page.has("#changes [data-epoch='" + (epoch + 1) + "'][aria-current]"));
		return epoch;
	}

	private static void assertPast(long epoch) {
		JsonNode ring = cluster.ring().get("/ring?epoch=" + epoch);
		List<String> ids = ring.get("members").valueStream().map((one) -> one.get("id").asString()).toList();
		await().until(() -> page.attributes(BAND, "data-member").size() == ids.size());
		ring.get("members")
			.forEach((member) -> assertThat(Drawing.share(page.byMember(BAND, "d").get(member.get("id").asString())))
				.isCloseTo(member.get("share").asDouble(), within(0.001)));
	}

	private static long now() {
		return cluster.ring().ring().get("epoch").asLong();
	}

	private static void press(CharSequence key) {
		page.find("body").sendKeys(key);
	}

}
