package dev.hashring.page;

import java.util.List;

import dev.hashring.cluster.KeyValueClient;
import dev.hashring.cluster.LocalCluster;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A lesson of the page, as somebody works through it.
 */
abstract class LessonTest extends PageTest {

	@BeforeEach
	void forgetOtherLessons() {
		browser.driver().executeScript("sessionStorage.removeItem('ring-lessons'); localStorage.clear()");
	}

	/**
	 * Runs on a cluster of its own, since deleted values leave marks that move with each
	 * change of the ring.
	 */
	static void onItsOwnCluster(Runnable lesson, String... settings) {
		LocalCluster shared = cluster;
		try (LocalCluster own = LocalCluster.start(settings)) {
			cluster = own;
			open("/#token=" + own.ring().token());
			lesson.run();
		}
		finally {
			cluster = shared;
			open("/#token=" + shared.ring().token());
		}
	}

	static void openLesson(int number) {
		open("/?lesson=" + number);
		await().until(() -> page.text("#lesson-title").startsWith(number + "."));
	}

	/** Guesses: what a button stands for, or where a slider is put. */
	static void guess(Object value) {
		if (page.has("#lesson-answers button")) {
			page.click("#lesson-answers [data-value='" + value + "']");
		}
		else {
			browser.driver().executeScript("""
					const slider = document.querySelector('#lesson-answers input');
					slider.value = arguments[0];
					slider.dispatchEvent(new Event('input'));
					""", value);
		}
		await().until(() -> page.find("#measure").isEnabled());
	}

	/** Guesses, measures, and says what was measured. */
	static String measure(Object guess) {
		guess(guess);
		page.click("#measure");
		return measured();
	}

	static String measured() {
		await().until(() -> !sentence().isEmpty());
		return page.attribute("#lesson-result > :last-child", "data-value");
	}

	static String sentence() {
		return page.text("#lesson-sentence");
	}

	static void restore() {
		page.click("#restore");
		awaitNothingOwed();
	}

	static void awaitNothingOwed() {
		await().until(() -> browser.driver().executeScript("return localStorage.getItem('ring-lesson-debts')") == null
				&& page.text("#lesson-doing").equals("The cluster is as before."));
	}

	/** How many words with letters the card has. */
	static long words() {
		return (long) browser.driver()
			.executeScript("return document.querySelector('#lesson').innerText.match(/\\S*\\p{L}\\S*/gu).length");
	}

	/** Members and settings of a cluster, and the keys of its values. */
	record Standing(List<JsonNode> members, JsonNode settings, List<String> keys) {

		static Standing of(LocalCluster cluster) {
			JsonNode ring = cluster.ring().ring();
			List<JsonNode> members = ring.get("members")
				.valueStream()
				.map((member) -> (JsonNode) ((ObjectNode) member).retain("id", "url", "weight", "position", "points",
						"share", "status"))
				.toList();
			return new Standing(members, ring.get("settings"), new KeyValueClient(cluster.url()).list("", 1000));
		}

	}

	static void assertStanding(Standing before) {
		await().untilAsserted(() -> assertThat(Standing.of(cluster)).isEqualTo(before));
	}

	/** What the router itself measures of a placement. */
	static JsonNode lab(String query, String placement) {
		return cluster.ring()
			.get("/lab/compare?" + query)
			.get("placements")
			.valueStream()
			.filter((one) -> one.get("placement").asString().equals(placement))
			.findFirst()
			.orElseThrow();
	}

}
