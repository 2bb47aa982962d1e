package dev.hashring.page;

import java.io.IOException;
import java.util.List;

import dev.hashring.cluster.KeyValueClient;
import dev.hashring.cluster.LocalCluster;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Lessons without what they need, left in the middle, by keyboard, and at each width.
 */
class LessonStateTests extends LessonTest {

	private static final List<Integer> TOUCHING = List.of(4, 8, 9);

	/** The smallest is the last, and stays while a lesson measures. */
	private static final int[] WIDTHS = { 1920, 1280, 768, 360 };

	@Test
	void aLessonThatIsLeftInTheMiddleIsUndoneByTheNextPage() {
		onItsOwnCluster(() -> {
			Standing before = Standing.of(cluster);
			openLesson(8);
			measure(3);
			assertThat(cluster.ring().isUp("node1")).isFalse();
			browser.driver().get("about:blank");
			await().until(() -> cluster.ring().isUp("node1"));
			openLesson(2);
			awaitNothingOwed();
			assertStanding(before);
		});
	}

	@Test
	void aLessonThatIsLeftForAnotherIsUndone() {
		onItsOwnCluster(() -> {
			Standing before = Standing.of(cluster);
			openLesson(8);
			measure(3);
			page.click("#lessons li:first-child a");
			awaitNothingOwed();
			assertThat(page.text("#lesson-title")).startsWith("1.");
			assertStanding(before);
		});
	}

	@Test
	void whoHasNoTokenIsAskedAndMayRestoreWhatAnotherTabLeft() {
		onItsOwnCluster(() -> {
			openLesson(8);
			measure(3);
			browser.driver().get("about:blank");
			await().until(() -> cluster.ring().isUp("node1"));
			String tab = browser.driver().getWindowHandle();
			browser.driver().switchTo().newWindow(WindowType.TAB);
			openLesson(4);
			assertThat(page.text("#lesson-note")).contains("token");
			await().until(() -> page.text("#trouble").startsWith("A lesson was left in the middle."));
			page.click("#restore");
			await().until(() -> page.has("dialog#token-dialog[open]") && page.find("#token").isDisplayed());
			page.find("#token").sendKeys(cluster.ring().token(), Keys.ENTER);
			awaitNothingOwed();
			assertThat(new KeyValueClient(cluster.url()).list("", 1000)).isEmpty();
			browser.driver().close();
			browser.driver().switchTo().window(tab);
		});
	}

	@Test
	void withOneMemberAndWithNoneALessonSaysWhatItNeeds() {
		cluster.ring().delete("node2");
		cluster.ring().delete("node3");
		TOUCHING.subList(0, 2).forEach((lesson) -> refuses(lesson, "This lesson needs two members that answer."));
		cluster.ring().delete("node1");
		refuses(9, "This lesson needs a member.");
		for (int lesson : List.of(1, 2, 3, 5, 6, 7)) {
			browser.driver().get("about:blank");
			browser.driver().get(cluster.url() + "/?lesson=" + lesson);
			await().until(() -> page.isLive() && page.text("#lesson-title").startsWith(lesson + "."));
			measure((lesson == 7) ? "none" : (lesson == 6) ? "same" : 40);
		}
	}

	@Test
	void aMemberThatIsDownIsLeftAlone() {
		expect("the server responded with a status of 500");
		cluster.node("node1").stop();
		await().until(() -> !cluster.ring().isUp("node1"));
		refuses(8, "node1 is down. Start it first.");
		refuses(9, "node1 is down. Start it first.");
		openLesson(4);
		measure("one");
		assertThat(sentence()).contains("If node2 left");
		restore();
		assertThat(cluster.ring().isUp("node2")).isTrue();
		assertThat(cluster.node("node1").isStopped()).isTrue();
	}

	@Test
	void inThePastNothingIsTouched() {
		long epoch = cluster.ring().ring().get("epoch").asLong();
		cluster.ring().patch("{'onOwnerFailure': 'next-node'}");
		for (int lesson : TOUCHING) {
			openLesson(lesson);
			await().until(() -> page.has("#changes [data-epoch='" + epoch + "']"));
			page.click("#changes [data-epoch='" + epoch + "']");
			await().until(() -> page.text("#lesson-note").startsWith("This is the past."));
			assertThat(page.find("#measure").isEnabled()).isFalse();
			page.find("body").sendKeys(Keys.END);
			await().until(() -> page.text("#lesson-note").isEmpty());
		}
	}

	@Test
	void whileValuesMoveNoMemberIsStopped() {
		pretendThatValuesMove("change: { join: ['node4'] }");
		for (int lesson : List.of(4, 8)) {
			page.click("#lessons li:nth-child(" + lesson + ") a");
			await().until(() -> page.text("#lesson-note").startsWith("Values are moving."));
		}
	}

	@Test
	void withContainersTheCommandsAreShown() {
		try (LocalCluster containers = LocalCluster.start("--info.cluster.kind=containers",
				"--ring.on-owner-failure=next-node")) {
			browser.driver().get("about:blank");
			browser.driver().get(containers.url() + "/?lesson=4");
			await().until(() -> page.isLive() && page.hasAnswer());
			guess("one");
			page.click("#measure");
			await().until(() -> page.text("#lesson-doing").startsWith("Stop node1: docker-compose stop "));
			containers.node("node1").stop();
			assertThat(measured()).isEqualTo("one");
			await().until(() -> page.text("#lesson-doing").startsWith("Start node1: docker-compose start "));
			containers.node("node1").start();
			awaitNothingOwed();
			open("/");
		}
	}

	@Test
	void threeCopiesSurviveTheDeathOfAMember() {
		onItsOwnCluster(() -> {
			openLesson(8);
			assertThat(page.text("#lesson-question")).contains("with 3 copies of each");
			assertThat(measure(10)).isEqualTo("0");
			assertThat(sentence()).matches("The next member already has them. With one copy it would be \\d+\\.");
			restore();
		}, "--ring.replicas=3");
	}

	@Test
	void aLessonIsWorkedThroughByKeyboard() {
		openLesson(1);
		browser.driver().executeScript("document.querySelector('#lesson-answers input').focus()");
		focused().sendKeys(Keys.ARROW_RIGHT);
		await().until(() -> page.find("#measure").isEnabled());
		assertThat(page.text("#lesson-guessed")).isEqualTo("Your guess: 5,100 keys");
		focused().sendKeys(Keys.ENTER);
		measured();
		await().until(() -> "lesson-next".equals(focused().getDomAttribute("id")));
		focused().sendKeys(Keys.ENTER);
		await().until(() -> page.text("#lesson-title").startsWith("2."));
		await().until(() -> page.say().startsWith("Lesson 2 of 9: The same on a ring."));
	}

	@Test
	void inPresentationTheLessonStandsBelowTheRing() {
		openLesson(3);
		page.find("body").sendKeys("f");
		assertThat(page.find("#lesson").isDisplayed() && page.find("#ring").isDisplayed()).isTrue();
		assertThat(page.find("#key-panel").isDisplayed() || page.find("#members-panel").isDisplayed()).isFalse();
		page.find("body").sendKeys("f");
		assertThat(page.find("#key-panel").isDisplayed()).isTrue();
	}

	@Test
	void eachLessonFitsEachWidth() throws IOException {
		for (int lesson = 1; lesson <= 9; lesson++) {
			openLesson(lesson);
			check(lesson + "-asked");
			if (!TOUCHING.contains(lesson)) {
				measure((lesson == 7) ? "none" : (lesson == 6) ? "same" : 40);
				check(lesson + "-measured");
			}
		}
	}

	private static void check(String state) throws IOException {
		for (int width : WIDTHS) {
			browser.resize(width, (width == 1920) ? 1080 : 800);
			check(state, width);
		}
	}

	private static void check(String state, int width) throws IOException {
		browser.driver()
			.executeScript(
					"document.querySelector('#lesson').scrollIntoView({ block: 'center', behavior: 'instant' })");
		for (String scheme : List.of("light", "dark")) {
			browser.prefer(scheme, false);
			String which = "lesson-%s-%d-%s".formatted(state, width, scheme);
			screenshot(which);
			assertThat(browser.driver().executeScript("return document.documentElement.scrollWidth")).as(which)
				.isEqualTo((long) width);
		}
		assertThat(Axe.violations(browser.driver())).as(state).isEmpty();
	}

	private static void refuses(int lesson, String why) {
		browser.driver().get("about:blank");
		browser.driver().get(cluster.url() + "/?lesson=" + lesson);
		await().until(() -> page.isLive() && page.text("#lesson-note").equals(why));
		assertThat(page.find("#measure").isEnabled()).isFalse();
		assertThat(page.all("#lesson-answers > :enabled")).isEmpty();
	}

	private static WebElement focused() {
		return browser.driver().switchTo().activeElement();
	}

}
