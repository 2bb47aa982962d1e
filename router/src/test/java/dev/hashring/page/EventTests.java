package dev.hashring.page;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.WindowType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What happens to the ring, told as it happens.
 */
class EventTests extends PageTest {

	@Test
	void eventsAreToldInWordsAndTheNewestComesFirst() {
		cluster.ring().put("stranger", "{'url': 'http://127.0.0.1:1'}");
		awaitNewest("down", "stranger");
		cluster.ring().patch("{'onOwnerFailure': 'next-node'}");
		awaitNewest("settings", "ask the next member, not answer 500");
		cluster.ring().delete("stranger");
		awaitNewest("leave", "stranger");
		page.click("#tab-events");
		assertThat(page.attributes("#events > li", "data-type")).startsWith("leave", "settings", "down", "join");
		await().until(() -> !page.has("#members [data-member='stranger']"));
	}

	@Test
	void ofValuesThatMoveTheLastCountIsEnough() {
		browser.driver()
			.executeScript(
					"""
							const send = window.fetch;
							const event = (id, reason) => ({ id, type: 'rebalance', time: `2100-01-01T00:00:0${id}Z`, epoch: 1, reason });
							window.fetch = (path, options) => path !== 'ring/events/kept' ? send(path, options) : Response.json({ events:
							  [event(1, 'begins to move entries'), event(2, 'has moved 1 of 3 keys'), event(3, 'has moved 2 of 3 keys')] });
							document.dispatchEvent(new Event('visibilitychange'));
							""");
		await().until(() -> page.text("#events").contains("has moved 2 of 3 keys"));
		assertThat(page.text("#events")).contains("begins to move entries").doesNotContain("has moved 1 of 3 keys");
	}

	@Test
	void thePageSaysThatItLostTheClusterAndComesBackByItself() {
		expect("net::ERR_INTERNET_DISCONNECTED");
		browser.offline(true);
		await().until(() -> "lost".equals(page.attribute("#live", "data-state")));
		assertThat(page.text("#live")).containsIgnoringCase("reconnecting");
		assertThat(page.find("#add-member").isEnabled()).isFalse();
		cluster.ring().put("node4", "{'url': 'http://127.0.0.1:1'}");
		browser.offline(false);
		await().until(page::isLive);
		await().until(() -> page.has("#members [data-member='node4']"));
		assertThat(page.text("#live")).contains("4 members");
		assertThat(page.find("#add-member").isEnabled()).isTrue();
	}

	@Test
	void aPageBehindAnotherOneTakesNoConnection() {
		String first = browser.driver().getWindowHandle();
		try {
			for (int i = 0; i < 7; i++) {
				browser.driver().switchTo().newWindow(WindowType.TAB);
				browser.driver().get(cluster.url() + "/");
				await().until(page::isLive);
			}
			cluster.ring().put("node4", "{'url': 'http://127.0.0.1:1'}");
			await().until(() -> page.has("#members [data-member='node4']"));
		}
		finally {
			browser.driver().getWindowHandles().stream().filter((tab) -> !tab.equals(first)).forEach((tab) -> {
				browser.driver().switchTo().window(tab);
				browser.driver().close();
			});
			browser.driver().switchTo().window(first);
		}
		await().until(() -> page.has("#members [data-member='node4']"));
	}

	private static void awaitNewest(String type, String words) {
		await().until(() -> page.has("#events > li") && type.equals(page.attribute("#events > li", "data-type"))
				&& page.text("#events > li").contains(words));
	}

}
