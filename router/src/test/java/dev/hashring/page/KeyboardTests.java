package dev.hashring.page;

import java.util.LinkedHashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page without a mouse.
 */
class KeyboardTests extends PageTest {

	@Test
	void aKeyIsLookedUpAndWalkedThrough() {
		press("/");
		await().until(() -> "key".equals(focused().getDomAttribute("id")));
		press(Keys.chord(Keys.CONTROL, "a"), "Bob", Keys.ENTER);
		await().until(() -> page.text("#answer").startsWith("Bob → 91 → node1. It answered 200"));
		leaveTheField();
		int step = page.step();
		press(Keys.ARROW_LEFT);
		await().until(() -> page.step() == step - 1);
		press(Keys.ARROW_RIGHT);
		await().until(() -> page.step() == step);
	}

	@Test
	void aMemberIsPreviewedAndDropped() {
		leaveTheField();
		press("a");
		await().until(() -> page.has("[data-layer='moved'] path"));
		press(Keys.ESCAPE);
		await().until(() -> !page.has("[data-layer='moved'] path"));
		assertThat(cluster.ring().ring().get("members").size()).isEqualTo(3);
	}

	@Test
	void aMemberIsIsolatedAndRemoved() {
		leaveTheField();
		press("2");
		press("r");
		await().until(() -> page.text("#preview").contains("node2 leaves"));
	}

	@Test
	void lanesAndTrafficHaveLettersOfTheirOwn() {
		page.enter("#count", "100");
		leaveTheField();
		press("l");
		await().until(() -> page.find("[data-layer='lanes'] path[data-member]").isDisplayed());
		press("t");
		await().until(() -> page.text("#traffic-state").startsWith("100 requests, in "));
	}

	@Test
	void theSheetOfKeysOpensAndCloses() {
		leaveTheField();
		press("?");
		await().until(() -> page.has("#help-sheet[open]"));
		press(Keys.ESCAPE);
		await().until(() -> !page.has("#help-sheet[open]"));
	}

	@Test
	void shortcutsAreOffWhileSomebodyTypes() {
		press("/");
		press(Keys.chord(Keys.CONTROL, "a"), "a?lr");
		assertThat(page.find("#key").getDomProperty("value")).isEqualTo("a?lr");
		assertThat(page.has("dialog[open]") || page.has("[data-layer='moved'] path")).isFalse();
	}

	@Test
	void tabReachesEveryControlAndShowsWhereItIs() {
		browser.prefer("light", true);
		open("/?step=4");
		Set<String> reached = new LinkedHashSet<>();
		for (int i = 0; i < 60; i++) {
			press(Keys.TAB);
			WebElement element = focused();
			reached.add(String.valueOf(element.getDomAttribute("id")));
			if (!element.getTagName().equals("body")) {
				assertThat(outline(element)).as(element.getDomProperty("outerHTML")).isTrue();
			}
		}
		assertThat(reached).contains("key", "back", "next", "play", "help", "theme", "download", "ring");
	}

	@Test
	void theFocusStaysOnWhatTakesAButtonsPlace() {
		page.enter("#count", "10000");
		browser.driver().executeScript("document.querySelector('#send').focus()");
		press(Keys.ENTER);
		await().until(() -> "stop-traffic".equals(focused().getDomAttribute("id")));
		press(Keys.ENTER);
		await().until(() -> "send".equals(focused().getDomAttribute("id")));
		leaveTheField();
		press("r");
		await().until(() -> page.has("#confirm"));
		browser.driver().executeScript("document.querySelector('#confirm').focus()");
		press(Keys.ENTER);
		await().until(() -> "undo".equals(focused().getDomAttribute("id")));
		press(Keys.ENTER);
		await().until(() -> "add-member".equals(focused().getDomAttribute("id")));
	}

	@Test
	void stepsMembersPreviewsAndChangesOfOthersAreAnnounced() {
		leaveTheField();
		press(Keys.ARROW_LEFT);
		await().until(() -> page.say().contains("clockwise"));
		press("2");
		await().until(() -> page.say().equals("node2, 27.8 % of the ring."));
		press("a");
		await().until(() -> page.say().contains("22.2 % of the ring moves"));
		press(Keys.ESCAPE);
		cluster.ring().delete("node3");
		await().until(() -> page.say().startsWith("node3 "));
	}

	private static boolean outline(WebElement element) {
		return (boolean) browser.driver()
			.executeScript(
					"""
							const style = getComputedStyle(arguments[0]);
							return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 || style.boxShadow !== 'none';
							""",
					element);
	}

	private static WebElement focused() {
		return browser.driver().switchTo().activeElement();
	}

	private static void leaveTheField() {
		browser.driver().executeScript("document.activeElement.blur()");
	}

	private static void press(CharSequence... keys) {
		focused().sendKeys(keys);
	}

}
