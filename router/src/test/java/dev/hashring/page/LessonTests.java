package dev.hashring.page;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.hashring.cluster.KeyValueClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.WindowType;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Each lesson measures what the router itself says, and leaves the cluster as it was.
 */
class LessonTests extends LessonTest {

	private static final String FAILED = "Failed to load resource: the server responded with a status of 500";

	private static final String TEN = "members=10&keys=10000";

	@Test
	void eachHasAnAddressAndNamesTheNext() {
		for (int number = 1; number <= 9; number++) {
			openLesson(number);
			assertThat(page.find("#lessons-panel").isDisplayed()).isTrue();
			assertThat(page.text("#lessons [aria-current]")).isEqualTo(String.valueOf(number));
			assertThat(page.find("#measure").isEnabled()).isFalse();
			assertThat(words()).as("words of lesson %s", number).isLessThanOrEqualTo(60);
			String address = "lesson=" + number;
			await().until(() -> browser.driver().getCurrentUrl().contains("step=7"));
			assertThat(browser.driver().getCurrentUrl()).contains(address);
			if (number < 9) {
				assertThat(page.attribute("#lesson-next", "href")).isEqualTo("?lesson=" + (number + 1));
				page.click("#lesson-next");
				String next = (number + 1) + ".";
				await().until(() -> page.text("#lesson-title").startsWith(next));
				assertThat(page.text("#lesson-title")).isNotEqualTo(next);
			}
		}
		assertThat(page.find("#lesson-next").isDisplayed()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "1, modulo, N is in every answer", "2, virtual-nodes, None moves between those that stay" })
	void whatAJoinMovesIsCounted(int lesson, String placement, String sentence) {
		Standing before = Standing.of(cluster);
		openLesson(lesson);
		int moved = lab(TEN, placement).get("moved").asInt();
		assertThat(measure(1200)).isEqualTo(String.valueOf(moved));
		assertThat(page.text("#lesson-result")).contains("1,200 keys", String.format(Locale.ROOT, "%,d keys", moved));
		assertThat(sentence()).contains(sentence);
		assertThat(words()).isLessThanOrEqualTo(60);
		await().untilAsserted(() -> assertThat(page.say()).contains("Your guess: 1,200 keys. Measured: "));
		assertStanding(before);
	}

	@Test
	void threeMembersWithOnePointEachAreUneven() {
		openLesson(3);
		double largest = lab("members=3&points=1", "virtual-nodes").get("largestOverMean").asDouble() / 3;
		measure(40);
		assertThat(page.text("#lesson-result")).contains("40 %", String.format(Locale.ROOT, "%.1f %%", 100 * largest));
	}

	@Test
	void pointsAreEnoughFromTheFirstNumberOnWhoseSharesAreEven() {
		openLesson(5);
		List<Integer> numbers = List.of(10, 40, 160, 640);
		List<Double> largest = numbers.stream().map((points) -> largest(TEN + "&points=" + points)).toList();
		String enough = IntStream.range(0, 4)
			.filter((i) -> largest.subList(i, 4).stream().allMatch((one) -> one <= 1.2))
			.mapToObj((i) -> String.valueOf(numbers.get(i)))
			.findFirst()
			.orElse("more");
		assertThat(measure(40)).isEqualTo(enough);
		assertThat(table()).containsExactlyElementsOf(IntStream.range(0, 4)
			.boxed()
			.flatMap((i) -> Stream.of(String.valueOf(numbers.get(i)), twoDecimals(largest.get(i))))
			.toList());
	}

	@Test
	void theHashesAreMeasuredSideBySide() {
		openLesson(6);
		String measured = measure("same");
		List<String> cells = Stream.of(160, 640)
			.flatMap((points) -> Stream.of(String.valueOf(points),
					twoDecimals(largest(TEN + "&hash=md5&points=" + points)),
					twoDecimals(largest(TEN + "&hash=fnv1a&points=" + points))))
			.toList();
		assertThat(table()).containsExactlyElementsOf(cells);
		assertThat(measured).isEqualTo("larger");
		assertThat(sentence()).startsWith("Similar names lie close together");
		assertThat(words()).isLessThanOrEqualTo(60);
	}

	@Test
	void noNumberOfPointsSplitsOneKey() {
		openLesson(7);
		assertThat(page.text("#lesson-question")).startsWith("One key gets 13.4 % of all requests.");
		assertThat(measure(640)).isEqualTo("none");
		assertThat(table().stream().skip(1).limit(1).map(Double::parseDouble)).allMatch((busiest) -> busiest > 1.34);
		assertThat(sentence()).endsWith("The busiest then gets 1.25 × the mean.");
		assertThat(words()).isLessThanOrEqualTo(60);
	}

	@Test
	void aMemberDiesAndNoOneAnswersForIt() {
		expect(FAILED);
		Standing before = Standing.of(cluster);
		openLesson(4);
		assertThat(measure("one")).isEqualTo("none");
		assertThat(cluster.ring().isUp("node1")).isFalse();
		assertThat(table()).containsExactly("no one", "12");
		assertThat(sentence()).contains("not from too few points", "100.0 % of its keys at fixed positions",
				heir("virtual-nodes") + " at 160 points each");
		assertThat(words()).isLessThanOrEqualTo(60);
		restore();
		assertStanding(before);
	}

	@ParameterizedTest
	@CsvSource({ "fixed, one", "virtual-nodes, several", "ketama, several" })
	void aMemberDiesAndOthersAnswerForIt(String placement, String who) {
		cluster.ring().patch("{'placement': '%s', 'onOwnerFailure': 'next-node'}".formatted(placement));
		Standing before = Standing.of(cluster);
		openLesson(4);
		assertThat(measure("none")).isEqualTo(who);
		assertThat(table().stream().filter((cell) -> cell.matches("\\d+")).mapToInt(Integer::parseInt).sum())
			.isEqualTo(12);
		assertThat(table()).doesNotContain("node1", "no one");
		restore();
		assertStanding(before);
	}

	@Test
	void valuesWithOneCopyAreAwayWithTheirMember() {
		onItsOwnCluster(() -> {
			Standing before = Standing.of(cluster);
			openLesson(8);
			String measured = measure(5);
			String prefix = (String) browser.driver()
				.executeScript(
						"return JSON.parse(localStorage['ring-lesson-debts']).find((debt) => debt.prefix).prefix");
			long lost = IntStream.rangeClosed(1, 30)
				.filter((i) -> cluster.ring().owner(prefix + i).equals("node1"))
				.count();
			assertThat(measured).isEqualTo(String.valueOf(lost));
			assertThat(cluster.ring().isUp("node1")).isFalse();
			assertThat(sentence()).isEqualTo("They are back when node1 is. With 3 copies it would be 0.");
			restore();
			assertStanding(before);
		});
	}

	@Test
	void aJoinMissesNoRead() {
		onItsOwnCluster(() -> {
			Standing before = Standing.of(cluster);
			openLesson(9);
			guess("yes");
			page.click("#measure");
			await().until(() -> page.text("#lesson-doing").endsWith("0 missed. Now add a member."));
			page.click("#lesson-add");
			await().until(() -> page.has("#confirm"));
			page.click("#confirm");
			assertThat(measured()).isEqualTo("no");
			assertThat(cluster.ring().ids()).contains("node4");
			List<String> keys = new KeyValueClient(cluster.url()).list("", 1000);
			long moved = keys.stream().filter((key) -> cluster.ring().owner(key).equals("node4")).count();
			assertThat(keys).hasSize(30);
			assertThat(sentence()).startsWith(moved + " of 30 values have another owner now.");
			assertThat(words()).isLessThanOrEqualTo(60);
			restore();
			assertStanding(before);
			assertThat(cluster.node("node4").isStopped()).isTrue();
		});
	}

	/** Stop comes when the lesson has done so much. */
	enum Moment {

		BEFORE, MAKING, MOVING, AFTER

	}

	@ParameterizedTest
	@EnumSource
	void aJoinOfALessonIsTakenBackAtAnyMoment(Moment moment) {
		onItsOwnCluster(() -> {
			Standing before = Standing.of(cluster);
			openLesson(9);
			guess("yes");
			page.click("#measure");
			await().until(() -> page.text("#lesson-doing").endsWith("0 missed. Now add a member."));
			if (moment != Moment.BEFORE) {
				join(moment);
			}
			browser.driver()
				.executeScript("document.querySelector(arguments[0]).click(); window.letGo?.()",
						(moment == Moment.AFTER) ? "#restore" : "#lesson-stop");
			awaitNothingOwed();
			assertStanding(before);
			await().until(() -> cluster.node("node4") == null || cluster.node("node4").isStopped());
		}, (moment == Moment.MOVING) ? "--ring.rebalance-rate=20B" : "--ring.rebalance-rate=1MB");
	}

	private static void join(Moment moment) {
		if (moment == Moment.MAKING) {
			browser.driver().executeScript("""
					const send = window.fetch;
					window.fetch = async (path, options) => {
					  if (path === 'local/members') await new Promise((letGo) => { window.letGo = letGo; });
					  return send(path, options);
					};
					""");
		}
		page.click("#lesson-add");
		await().until(() -> page.has("#confirm"));
		page.click("#confirm");
		switch (moment) {
			case MAKING -> await().until(() -> (boolean) browser.driver().executeScript("return 'letGo' in window"));
			case MOVING -> await().until(() -> page.text("#lesson-doing").endsWith("Values are moving."));
			default -> {
				assertThat(measured()).isEqualTo("no");
				assertThat(cluster.node("node4").isStopped()).isFalse();
			}
		}
	}

	@Test
	void progressIsKeptForTheTab() {
		openLesson(1);
		measure(100);
		openLesson(2);
		assertThat(page.attribute("#lessons li:first-child a", "aria-label"))
			.isEqualTo("Lesson 1: Hash mod N, measured");
		assertThat(page.attribute("#lessons li:nth-child(2) a", "aria-label")).doesNotContain("measured");
		String tab = browser.driver().getWindowHandle();
		browser.driver().switchTo().newWindow(WindowType.TAB);
		openLesson(2);
		assertThat(page.attribute("#lessons li:first-child a", "aria-label")).isEqualTo("Lesson 1: Hash mod N");
		browser.driver().close();
		browser.driver().switchTo().window(tab);
	}

	private static double largest(String query) {
		return lab(query, "virtual-nodes").get("largestOverMean").asDouble();
	}

	/** Which part of node1's keys the one that gets most of them would get. */
	private static String heir(String placement) {
		JsonNode members = lab("event=leave:node1", placement).get("members");
		double most = members.valueStream()
			.mapToDouble((one) -> one.get("after").asDouble() - one.get("before").asDouble())
			.max()
			.orElseThrow();
		return String.format(Locale.ROOT, "%.1f %%", 100 * most / members.get(0).get("before").asDouble());
	}

	private static String twoDecimals(double number) {
		return new BigDecimal(number).setScale(2, RoundingMode.HALF_UP).toString();
	}

	private static List<String> table() {
		return page.texts("#lesson-table td");
	}

}
