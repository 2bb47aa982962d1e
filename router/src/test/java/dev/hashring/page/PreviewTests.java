package dev.hashring.page;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Changes of the ring: each is seen before it is made, and can be undone.
 */
class PreviewTests extends PageTest {

	private static final String MOVED = "svg#ring [data-layer='moved'] path";

	@Test
	void aJoinIsPreviewedConfirmedAndUndone() {
		long epoch = epoch();
		page.click("#add-member");
		await().until(() -> page.has(MOVED));
		assertThat(page.text("#preview")).contains("node4", "%").containsIgnoringCase("modulo");
		assertThat(epoch()).isEqualTo(epoch);
		assertThat(cluster.ring().member("node4").isMissingNode()).isTrue();
		page.click("#confirm");
		await().until(() -> page.has("#members [data-member='node4'][data-status='UP']"));
		assertThat(cluster.ring().member("node4").get("share").asDouble()).isPositive();
		assertThat(page.has(band("node4"))).isTrue();
		page.click("#undo");
		await().until(() -> !page.has("#members [data-member='node4']"));
		assertThat(cluster.ring().member("node4").isMissingNode()).isTrue();
		assertThat(page.has(band("node4"))).isFalse();
	}

	@Test
	void whatIsDroppedIsNotMade() {
		long epoch = epoch();
		remove("node1");
		assertThat(page.text("#preview")).contains("44.4 %");
		page.click("#cancel");
		await().until(() -> !page.has(MOVED));
		assertThat(epoch()).isEqualTo(epoch);
	}

	@Test
	void aMemberLeavesAndComesBackWithTheSameShare() {
		String share = page.attribute("#members [data-member='node1']", "data-share");
		remove("node1");
		page.click("#confirm");
		await().until(() -> !page.has("#members [data-member='node1']"));
		page.click("#undo");
		await().until(() -> page.has("#members [data-member='node1']"));
		assertThat(page.attribute("#members [data-member='node1']", "data-share")).isEqualTo(share);
		assertThat(cluster.ring().member("node1").get("position").asLong()).isEqualTo(100);
	}

	@Test
	void nobodyConfirmsWhatTheyDidNotSee() {
		remove("node1");
		assertThat(page.text("#preview")).contains("44.4 %");
		cluster.ring().delete("node3");
		await().until(() -> page.text("#preview").contains("The ring changed while you looked. Preview updated."));
		assertThat(page.text("#preview")).doesNotContain("44.4 %").contains("72.2 %");
		assertThat(cluster.ring().member("node1").isMissingNode()).isFalse();
		page.click("#confirm");
		await().until(() -> !page.has("#members [data-member='node1']"));
	}

	@Test
	void whileAMemberJoinsTheNextOneCanBePreviewed() {
		pretendThatValuesMove("change: { join: ['node4'] }");
		await().until(() -> page.find("#rebalance").isDisplayed());
		page.click("#add-member");
		await().until(() -> page.text("#preview").contains("Preview: node5 joins"));
	}

	@Test
	void aPreviewEndsWhenSomebodyElseMakesTheChange() {
		remove("node1");
		cluster.ring().delete("node1");
		await().until(() -> !page.find("#preview").isDisplayed());
		assertThat(page.has("#undo:not([hidden])")).isFalse();
	}

	@Test
	void aChangeThatComesInBetweenIsNotOverrun() {
		expect("/ring/members/node1 - Failed to load resource: the server responded with a status of 412");
		remove("node1");
		// Somebody else is faster, by the time that a request takes.
		browser.driver().executeScript("""
				const send = window.fetch;
				window.fetch = async (path, options) => {
					if (options?.method === 'DELETE') {
						window.fetch = send;
						const { Authorization } = options.headers;
						await send('/ring/members/node3', { method: 'DELETE', headers: { Authorization } });
					}
					return send(path, options);
				};
				""");
		page.click("#confirm");
		await().until(() -> page.text("#preview").contains("The ring changed while you looked. Preview updated."));
		assertThat(cluster.ring().member("node3").isMissingNode()).isTrue();
		assertThat(cluster.ring().member("node1").isMissingNode()).isFalse();
	}

	@Test
	void virtualNodesAndTheirNumberAreChanged() {
		change("#placement", "virtual-nodes");
		await().until(() -> cluster.ring().ring().get("settings").get("placement").asString().equals("virtual-nodes"));
		await().until(() -> page.has("svg#ring [data-layer='lanes'] path[data-member='node1']"));
		change("#virtual-nodes", "20");
		await().until(() -> cluster.ring().member("node1").get("points").asLong() == 20);
		page.click("#undo");
		await().until(() -> cluster.ring().member("node1").get("points").asLong() == 160);
	}

	@Test
	void aWeightIsChanged() {
		cluster.ring().patch("{'placement': 'virtual-nodes'}");
		await().until(() -> page.has("[data-layer='lanes'] path[data-member='node1']"));
		page.enter("[aria-label='Weight of node1']", "2");
		page.click("#members [data-member='node1'] [data-action='weight']");
		confirm();
		await().until(() -> cluster.ring().member("node1").get("points").asLong() == 320);
		page.click("#undo");
		await().until(() -> page.text("#members [data-member='node1']").contains("weight 1"));
		assertThat(page.find("[aria-label='Weight of node1']").getDomProperty("value")).isEqualTo("1");
	}

	@Test
	void hashAndFailOverAreChanged() {
		change("#hash", "xxh3");
		await().until(() -> setting("hash").equals("xxh3"));
		change("#on-owner-failure", "next-node");
		await().until(() -> setting("onOwnerFailure").equals("next-node"));
	}

	@Test
	void whoHasNoTokenIsAskedOnce() {
		browser.driver().executeScript("sessionStorage.clear()");
		open("/");
		page.click("#members [data-member='node3'] [data-action='stop']");
		await().until(() -> page.has("dialog#token-dialog[open]"));
		assertThat(cluster.ring().isUp("node3")).isTrue();
		page.find("#token").sendKeys(cluster.ring().token(), Keys.ENTER);
		await().until(() -> page.has("#members [data-member='node3'][data-status='DOWN']"));
		page.click("#members [data-member='node3'] [data-action='start']");
		await().until(() -> page.has("#members [data-member='node3'][data-status='UP']"));
		assertThat(page.has("dialog[open]")).isFalse();
	}

	@Test
	void aChangeThatWouldBeRefusedCannotBeConfirmed() {
		alter("ring/preview", "Object.assign(answer, { possible: false, why: 'Values would move.' })");
		page.click("#add-member");
		await().until(() -> page.text("#preview").contains("Values would move."));
		assertThat(page.has("#confirm")).isFalse();
	}

	@Test
	void theNodeOfAJoinThatIsUndoneIsStopped() {
		page.click("#add-member");
		confirm();
		await().until(() -> page.has("#members [data-member='node4'][data-status='UP']"));
		page.click("#undo");
		await().until(() -> cluster.node("node4").isStopped());
	}

	@Test
	void theNodeOfAJoinThatIsRefusedIsStopped() {
		expect("the server responded with a status of 409");
		browser.driver()
			.executeScript(
					"""
							const send = window.fetch;
							window.fetch = (path, options) => path !== 'ring/members/node4' ? send(path, options)
							  : new Response('{"detail": "Values are moving."}', { status: 409, headers: { 'Content-Type': 'application/problem+json' } });
							""");
		page.click("#add-member");
		confirm();
		await().until(() -> page.text("#trouble").equals("Values are moving."));
		await().until(() -> cluster.node("node4").isStopped());
	}

	@Test
	void amongManyMembersTheOneThatJoinsComesFirst() {
		cluster.ring().patch("{'placement': 'virtual-nodes'}");
		for (int i = 10; i < 25; i++) {
			cluster.ring().put("node" + i, "{'url': 'http://127.0.0.1:1'}");
		}
		await().until(() -> page.all("#members > li").size() == 18);
		page.click("#add-member");
		await().until(() -> page.has("#preview .shares li"));
		assertThat(page.text("#preview .shares li")).startsWith("node4");
	}

	@Test
	void thePlaceOnThePageAndTheFocusComeBackAfterAPreview() {
		browser.resize(360, 740);
		page.click("#tab-members");
		page.click("#members [data-member='node3'] [data-action='remove']");
		await().until(() -> page.has(MOVED));
		page.click("#cancel");
		await().until(() -> "Remove node3".equals(page.attribute(":focus", "aria-label")));
		assertThat((boolean) browser.driver().executeScript("""
				const { top, bottom } = document.activeElement.getBoundingClientRect();
				return top >= 0 && bottom <= innerHeight;
				""")).isTrue();
		page.click("#members [data-member='node3'] [data-action='remove']");
		confirm();
		await().until(() -> !page.has("#members [data-member='node3']"));
		await().until(() -> "undo".equals(page.attribute(":focus", "id")));
	}

	@Test
	void aPreviewPushesNothingAside() {
		double before = page.find("#tabs").getRect().getY();
		page.click("#add-member");
		await().until(() -> page.has(MOVED));
		assertThat((double) page.find("#tabs").getRect().getY()).isEqualTo(before);
	}

	@Test
	void ketamaTakesItsHashWithIt() {
		change("#placement", "virtual-nodes");
		await().until(() -> setting("placement").equals("virtual-nodes"));
		change("#hash", "xxh3");
		await().until(() -> setting("hash").equals("xxh3"));
		change("#placement", "ketama");
		await().until(() -> setting("placement").equals("ketama"));
		assertThat(setting("hash")).isEqualTo("md5");
	}

	private static void remove(String member) {
		page.click("#members [data-member='" + member + "'] [data-action='remove']");
		await().until(() -> page.has(MOVED));
	}

	private static void change(String field, String value) {
		page.enter(field, value);
		if (page.find(field).getTagName().equals("input")) {
			page.find(field).sendKeys(Keys.ENTER);
		}
		confirm();
		// Until then nothing else can be changed.
		await().until(() -> page.find("#undo").isDisplayed());
	}

	private static void confirm() {
		await().until(() -> page.has("#confirm") && page.find("#confirm").isDisplayed());
		page.click("#confirm");
	}

	private static String band(String member) {
		return "svg#ring [data-layer='band'] path[data-member='" + member + "']";
	}

	private static String setting(String name) {
		JsonNode settings = cluster.ring().ring().get("settings");
		return settings.get(name).asString();
	}

	private static long epoch() {
		return cluster.ring().ring().get("epoch").asLong();
	}

}
