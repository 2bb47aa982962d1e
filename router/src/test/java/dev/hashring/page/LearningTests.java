package dev.hashring.page;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What helps a person who has never heard of consistent hashing.
 */
class LearningTests extends PageTest {

	private static final String SAMPLES = "[data-layer='samples'] circle";

	@Test
	void theIdeaStandsAboveTheRing() {
		assertThat(page.find("#idea").isDisplayed()).isTrue();
		assertThat(page.text("#idea")).startsWith("A key is hashed to a position on the ring.");
		assertThat(page.text("#standing")).isEqualTo("one fixed position per member");
	}

	@Test
	void eachStepHasItsSentenceAndTheAnswerComesWithTheWalk() {
		open("/?step=4");
		assertThat(page.all("#steps .why")).hasSize(7);
		assertThat(page.find("#steps [data-step='4'] .why").isDisplayed()).isTrue();
		assertThat(page.find("#steps [data-step='5'] .why").isDisplayed()).isFalse();
		assertThat(page.find("#answer").isDisplayed()).isFalse();
		page.click("#next").click("#next");
		await().until(() -> page.find("#answer").isDisplayed());
	}

	@Test
	void theWalkEndsInOneOfManyPoints() {
		cluster.ring().patch("{'placement': 'virtual-nodes'}");
		await().until(() -> page.has("[data-layer='lanes'] path"));
		page.lookUp("Alice");
		assertThat(page.text("#steps [data-step='6']")).matches(".*\\d+\\.\\d° clockwise.* to point \\d+ of 160 of .*");
		assertThat(page.has("[data-layer='own'] path.owning") && page.has("[data-layer='walk'] .owning")).isTrue();
	}

	@Test
	void aPreviewSaysWhatModuloWouldDoInKeys() {
		page.click("#add-member");
		await().until(() -> page.text("#preview")
			.contains("With hash mod 3, which becomes mod 4, 3 of 4 keys would get another owner."));
	}

	@Test
	void theBarsSayWhatChanceAloneGives() {
		page.enter("#count", "100").click("#send");
		await().until(() -> page.text("#traffic-state").startsWith("100 requests, in "));
		assertThat(page.text("#bars [data-member='node1']")).contains("chance alone gives ±10");
		assertThat(page.all("#bars .chance")).hasSize(3);
	}

	@Test
	void byZipfTheHottestKeysAreNamed() {
		page.enter("#count", "100").enter("#keys", "zipf").click("#send");
		await().until(() -> page.text("#traffic-state").startsWith("100 requests, in "));
		assertThat(page.all("#hottest bdi")).hasSize(5);
		assertThat(page.has("#bars .chance")).isFalse();
	}

	@Test
	void pointsPerMemberAreTriedWithoutAChange() {
		cluster.ring().patch("{'placement': 'virtual-nodes'}");
		await().until(() -> page.has("#trial:not([hidden])"));
		long epoch = cluster.ring().ring().get("epoch").asLong();
		page.click("#tab-members");
		browser.driver()
			.executeScript(
					"const points = document.querySelector('#points'); points.value = 2; points.dispatchEvent(new Event('input'))");
		await().until(() -> page.text("#trial-shares").startsWith("2: the largest share is "));
		assertThat(page.text("#trial-shares")).contains("node1", "node2", "node3");
		assertThat(cluster.ring().ring().get("epoch").asLong()).isEqualTo(epoch);
	}

	@Test
	void aPresentationIsTheRingAndOneSentence() {
		press("f");
		await().until(() -> page.has("body.presenting"));
		assertThat(page.find("svg#ring").isDisplayed() && page.find("#answer").isDisplayed()).isTrue();
		assertThat(page.find("#tabs").isDisplayed() || page.find("#lookup").isDisplayed()).isFalse();
		press("f");
		await().until(() -> page.find("#tabs").isDisplayed());
	}

	@Test
	void aPresentationShowsTheSentenceOfTheStepInLargeType() {
		open("/?step=5");
		press("f");
		await().until(() -> page.has("body.presenting"));
		assertThat(page.find("#steps [data-step='5']").isDisplayed()).isTrue();
		assertThat(page.find("#timeline").isDisplayed()).isFalse();
		press(Keys.ARROW_RIGHT);
		await().until(() -> page.find("#steps [data-step='6'] .value").isDisplayed());
		assertThat(page.find("#answer").isDisplayed() || page.find("#idea").isDisplayed()).isFalse();
		assertThat(page.find("#steps [data-step='6'] .value").getCssValue("font-size")).isEqualTo("20px");
		assertThat(browser.driver().executeScript("return document.documentElement.scrollHeight"))
			.as("all of it is in view")
			.isEqualTo(800L);
	}

	@Test
	void onPaperItIsBlackAndWhiteWithoutControls() {
		browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
		try {
			assertThat(page.find("#timeline").isDisplayed() || page.find("#add-member").isDisplayed()
					|| page.find("#send").isDisplayed())
				.isFalse();
			assertThat(page.find("svg#ring").isDisplayed() && page.find("#bars").isDisplayed()
					&& page.find("#members").isDisplayed())
				.isTrue();
			assertThat(page.all("[data-layer='band'] path"))
				.allSatisfy((arc) -> assertThat(arc.getCssValue("fill")).isEqualTo("rgb(221, 221, 221)"));
		}
		finally {
			browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
		}
	}

	@Test
	void nounsSayWhatTheyMeanAndSettingsHaveNoNamesOfTheirOwn() {
		assertThat(page.attribute("#members .share", "title")).startsWith("share: ");
		assertThat(page.attribute("#members .where", "title")).startsWith("position: ");
		assertThat(page.attribute("#members .heavy", "title")).startsWith("weight: ");
		assertThat(page.attribute("#answer .noun", "title")).isEqualTo("node3: a node that is in the ring");
		assertThat(page.all("#words dt")).hasSizeGreaterThan(5);
		page.click("#tab-members");
		assertThat(page.find("#facts").isDisplayed()).isFalse();
		cluster.ring().patch("{'virtualNodes': 40, 'onOwnerFailure': 'next-node'}");
		await().until(() -> page.text("#events").contains("points per member: 40, not 160"));
		assertThat(page.text("main")).doesNotContain("virtualNodes").doesNotContain("onOwnerFailure");
	}

	@Test
	void sampleKeysLieWhereTheRouterSaysAndShowWhichMove() {
		await().until(() -> page.all(SAMPLES).size() == 48);
		Map<String, String> before = owners();
		before.forEach((key, owner) -> assertThat(owner).as(key).isEqualTo(cluster.ring().owner(key)));
		page.click("#add-member");
		await().until(() -> page.text("#arc").contains("of 48 sample keys would get another owner"));
		List<String> previewed = page.attributes(SAMPLES + ".mover", "data-key");
		page.click("#confirm");
		await().until(() -> page.text("#arc").contains("of 48 sample keys got another owner"));
		Map<String, String> after = owners();
		assertThat(before.keySet().stream().filter((key) -> !before.get(key).equals(after.get(key))).toList())
			.isNotEmpty()
			.containsExactlyInAnyOrderElementsOf(previewed)
			.containsExactlyInAnyOrderElementsOf(page.attributes(SAMPLES + ".mover", "data-key"));
		press("k");
		await().until(() -> !page.has(SAMPLES));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, String> owners() {
		return (Map<String, String>) browser.driver().executeScript("""
				const all = [...document.querySelectorAll(arguments[0])];
				return Object.fromEntries(all.map(({ dataset }) => [dataset.key, dataset.member]));
				""", SAMPLES);
	}

	private static void press(CharSequence key) {
		browser.driver().executeScript("document.activeElement.blur()");
		page.find("body").sendKeys(key);
	}

}
