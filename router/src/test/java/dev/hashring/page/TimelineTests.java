package dev.hashring.page;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
		cluster.ring().patch("{'onOwnerFailure': 'next-node'}");
		await().until(() -> page.has("#changes [data-epoch='" + now() + "']"));
		assertThat(page.text("#past-words")).startsWith("Change " + epoch);
		page.click("#to-live");
		await().until(() -> page.attributes(BAND, "data-member").size() == 2);
		assertThat(page.find("#add-member").isEnabled()).isTrue();
		assertThat(page.has("[data-layer='ghost'] path")).isFalse();
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
	void theAddressBringsAPastRingBack() {
		long epoch = changes();
		page.click("#changes [data-epoch='" + epoch + "']");
		await().until(() -> browser.driver().getCurrentUrl().contains("epoch=" + epoch));
		browser.driver().navigate().refresh();
		await().until(() -> page.text("#past-words").startsWith("Change " + epoch));
		assertPast(epoch);
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
		JsonNode ring = JsonMapper.shared().readTree(cluster.ring().send("GET", "/ring?epoch=" + epoch, "").body());
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
