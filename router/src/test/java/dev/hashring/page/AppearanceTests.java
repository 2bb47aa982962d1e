package dev.hashring.page;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.StaleElementReferenceException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The main states at each width, light and dark; with {@code -Dscreenshots=true},
 * pictures of them lie in {@code target/screenshots}.
 */
class AppearanceTests extends PageTest {

	private static final List<String> SCHEMES = List.of("light", "dark");

	private static final int[][] SIZES = { { 360, 740 }, { 1280, 800 }, { 1920, 1080 } };

	@Test
	void theFirstScreen() throws IOException {
		check("first-screen");
	}

	@Test
	void allThatTheTabsOfASmallPageShow() throws IOException {
		browser.resize(360, 740);
		open("/?step=7");
		for (String tab : page.attributes("[role='tab']", "id")) {
			page.click("#" + tab);
			for (String scheme : SCHEMES) {
				checkAt(SIZES[0], scheme, tab);
			}
		}
	}

	@Test
	void aPreview() throws IOException {
		page.click("#add-member");
		await().until(() -> page.has("[data-layer='moved'] path"));
		check("preview");
	}

	@Test
	void traffic() throws IOException {
		page.enter("#count", "100").click("#send");
		await().until(() -> page.text("#traffic-state").startsWith("100 requests, in "));
		check("traffic");
	}

	@Test
	void aMemberThatIsDown() throws IOException {
		cluster.node("node3").stop();
		await().until(() -> page.has("#members [data-member='node3'][data-status='DOWN']"));
		check("member-down");
	}

	@Test
	void tenMembersAtManyPoints() throws IOException {
		for (int i = 4; i <= 10; i++) {
			cluster.ring().put("node" + i, "{'url': 'http://127.0.0.1:1'}");
		}
		cluster.ring().patch("{'placement': 'virtual-nodes'}");
		await().until(() -> page.all("[data-layer='lanes'] path").size() == 10);
		check("virtual-nodes");
	}

	@Test
	void aLostCluster() throws IOException {
		expect("net::ERR_INTERNET_DISCONNECTED");
		browser.offline(true);
		await().until(() -> "lost".equals(page.attribute("#live", "data-state")));
		check("lost");
	}

	@Test
	void theSheetOfKeys() throws IOException {
		page.click("#help");
		await().until(() -> page.has("#help-sheet[open]"));
		check("help");
	}

	@Test
	void eachPartHasAHeading() {
		assertThat(page.all("main section:not(#preview)"))
			.allSatisfy((section) -> assertThat(section.findElements(By.cssSelector("h2"))).hasSize(1));
	}

	@ParameterizedTest
	@ValueSource(ints = { 360, 768, 1024, 1280, 1920 })
	void thePageOpensAtItsTop(int width) {
		browser.resize(width, 740);
		open("/");
		assertThat(browser.driver().executeScript("return scrollY")).isEqualTo(0L);
	}

	@Test
	void onASmallPageTheDockHasLettersAndCoversNoTab() {
		browser.resize(360, 640);
		open("/");
		page.click("#tab-traffic");
		await().until(() -> {
			browser.driver().executeScript("scrollTo(0, document.documentElement.scrollHeight)");
			return page.has("#stage.docked");
		});
		await().ignoreException(StaleElementReferenceException.class)
			.until(() -> page.find("#ring .letter").isDisplayed());
		assertThat((boolean) browser.driver().executeScript("""
				const { left, top, width, height } = document.querySelector('#tab-traffic').getBoundingClientRect();
				return document.elementFromPoint(left + width / 2, top + height / 2).id === 'tab-traffic';
				""")).isTrue();
	}

	@Test
	void atFourTimesTheSizeNothingMovesSideways() {
		browser.resize(320, 256);
		open("/");
		for (String tab : page.attributes("[role='tab']", "id")) {
			page.click("#" + tab);
			assertThat(browser.driver().executeScript("return document.documentElement.scrollWidth")).as(tab)
				.isEqualTo(320L);
		}
	}

	@Test
	void onAProjectorTheTabsAreAboveTheFold() throws IOException {
		browser.resize(1024, 768);
		open("/");
		assertThat(page.find("#tabs").getRect().getY()).isLessThan(600);
		for (String scheme : SCHEMES) {
			checkAt(new int[] { 1024, 768 }, scheme, "first-screen");
		}
	}

	@ParameterizedTest
	@CsvSource({ "1024, 768", "1280, 800", "1920, 1080" })
	void theButtonsUnderTheRingAreAboveTheTimeLine(int width, int height) {
		cluster.ring().patch("{'placement': 'virtual-nodes'}");
		long epoch = cluster.ring().ring().get("epoch").asLong();
		cluster.ring().patch("{'virtualNodes': 100}");
		browser.resize(width, height);
		for (String address : List.of("/", "/?epoch=" + epoch)) {
			browser.driver().get(cluster.url() + address);
			await().until(() -> page.find("#slice").isDisplayed());
			await().until(() -> page.find("#past").isDisplayed() == address.contains("epoch"));
			await().untilAsserted(() -> {
				Rectangle button = page.find("#download").getRect();
				assertThat(button.getY() + button.getHeight()).as(address)
					.isLessThan(page.find("#timeline").getRect().getY());
			});
		}
	}

	@ParameterizedTest
	@CsvSource({ "360, 740", "768, 1024", "1024, 768", "1280, 800", "1920, 1080" })
	void theTimeLineCoversNothingThatCanBeClicked(int width, int height) {
		browser.resize(width, height);
		open("/");
		page.click("#add-member");
		await().until(() -> page.has("#confirm"));
		assertThat(covered()).isEmpty();
		page.click("#cancel");
		await().until(() -> page.has("#preview[hidden]"));
		for (String tab : page.attributes("[role='tab']", "id")) {
			page.click("#" + tab);
			assertThat(covered()).as(tab).isEmpty();
		}
	}

	/** What can be clicked and lies under something else once it is scrolled to. */
	@SuppressWarnings("unchecked")
	private static List<String> covered() {
		return (List<String>) browser.driver().executeScript("""
				const all = [...document.querySelectorAll('main :is(button, input, select, summary)')];
				const preview = document.querySelector('#preview');
				const free = all.filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true }));
				return free.filter((one) => preview.hidden || preview.contains(one)).filter((one) => {
				  one.scrollIntoView({ block: 'nearest', behavior: 'instant' });
				  const { left, top, width, height } = one.getBoundingClientRect();
				  return !one.contains(document.elementFromPoint(left + width / 2, top + height / 2));
				}).map((one) => one.id || one.textContent);
				""");
	}

	private static void check(String state) throws IOException {
		for (int[] size : SIZES) {
			for (String scheme : SCHEMES) {
				checkAt(size, scheme, state);
			}
		}
	}

	private static void checkAt(int[] size, String scheme, String state) throws IOException {
		String which = "%s-%d-%s".formatted(state, size[0], scheme);
		browser.resize(size[0], size[1]);
		browser.prefer(scheme, false);
		await().until(() -> !isMoving());
		screenshot(which);
		assertThat(browser.driver().executeScript("return document.documentElement.scrollWidth")).as(which)
			.isEqualTo((long) size[0]);
		assertThat(Axe.violations(browser.driver())).as(which).isEmpty();
	}

	private static boolean isMoving() {
		return (boolean) browser.driver().executeScript("return document.getAnimations().length > 0");
	}

}
