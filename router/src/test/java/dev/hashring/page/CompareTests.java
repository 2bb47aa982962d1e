package dev.hashring.page;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two rings side by side on the same keys, and all placements.
 */
class CompareTests extends PageTest {

	@Test
	void theRingBeforeAChangeStandsBesideTheRingNow() {
		long before = cluster.ring().ring().get("epoch").asLong();
		cluster.ring().delete("node3");
		await().until(() -> page.has("#then option[value='" + before + "']"));
		page.enter("#then", String.valueOf(before));
		WebElement chosen = page.find("#then option[value='" + before + "']");
		cluster.ring().patch("{'onOwnerFailure': 'next-node'}");
		await().until(() -> page.has("#then option[value='" + (before + 1) + "']"));
		assertThat(chosen.isSelected()).isTrue();
		page.click("#compare button");
		await().until(() -> page.has("#pair g[data-layer='samples'] circle"));
		assertThat(page.all("#pair > g:nth-of-type(1) [data-layer='band'] path")).hasSize(3);
		assertThat(page.all("#pair > g:nth-of-type(2) [data-layer='band'] path")).hasSize(2);
		long moved = page.attributes("#pair > g:nth-of-type(1) circle.sample", "data-member")
			.stream()
			.filter("node3"::equals)
			.count();
		assertThat(page.all("#movers path")).hasSize((int) moved);
		assertThat(page.text("#pair-words")).contains(moved + " of 48 sample keys have another owner.");
	}

	@Test
	void allPlacementsAreMeasuredWithTheLiveMembers() {
		await().until(() -> page.has("#event option[value='leave:node1']"));
		page.enter("#event", "leave:node1");
		page.click("#compare button");
		await().until(() -> page.has("#comparison td"));
		JsonNode measured = cluster.ring().get("/lab/compare?event=leave:node1");
		measured.get("placements").forEach((one) -> {
			String row = page.text("#comparison [data-placement='" + one.get("placement").asString() + "']");
			assertThat(row).contains(String.format(Locale.ROOT, "%.1f %%", one.get("moved").asInt() / 100.0));
		});
		assertThat(page.text("#comparison [data-placement='fixed']")).contains("44.6 %", "0.0 %");
	}

	@Test
	void aRingThatIsNotKeptAnyMoreIsSaid() {
		expect("the server responded with a status of 410");
		long before = cluster.ring().ring().get("epoch").asLong();
		cluster.ring().delete("node3");
		await().until(() -> page.has("#then option[value='" + before + "']"));
		page.click("#tab-compare");
		browser.driver().executeScript("""
				const then = document.querySelector('#then');
				then.options[0].value = 0;
				then.selectedIndex = 0;
				document.querySelector('#compare button').click();
				""");
		await().until(() -> page.text("#trouble").equals("Epoch 0 is gone."));
		await().until(() -> page.has("#comparison td"));
	}

	@Test
	void aSmallPageShowsOneOfTheTwo() {
		browser.resize(360, 740);
		cluster.ring().delete("node3");
		await().until(() -> page.has("#then option"));
		page.click("#tab-compare").click("#compare button");
		await().until(() -> page.find("#sides").isDisplayed());
		WebElement pair = page.find("#pair");
		String now = pair.getDomAttribute("viewBox");
		page.click("#sides button:first-child");
		await().until(() -> !now.equals(page.attribute("#pair", "viewBox")));
		assertThat(browser.driver().executeScript("return document.documentElement.scrollWidth")).isEqualTo(360L);
	}

}
