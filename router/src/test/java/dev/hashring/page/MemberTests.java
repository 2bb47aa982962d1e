package dev.hashring.page;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The members: what is said of them, and their nodes stopped, paused and started.
 */
class MemberTests extends PageTest {

	@Test
	void aMemberIsShownWithShareWeightAndStatus() {
		assertThat(page.byMember("#members [data-member]", "data-share").keySet()).containsExactlyInAnyOrder("node1",
				"node2", "node3");
		assertThat(page.text("#members [data-member='node1']")).contains("node1", "44.4 %");
		assertThat(page.byMember("#members [data-member]", "data-status").values()).containsOnly("UP");
	}

	@Test
	void aStoppedNodeTurnsAndItsKeysAre500UntilItIsStarted() {
		act("node3", "stop");
		awaitStatus("node3", "DOWN");
		assertThat(page.text("#members [data-member='node3']")).contains("does not answer");
		assertThat(page.text("#members [data-member='node3']")).contains("500");
		ask("Alice", "500");
		ask("Bob", "200");
		act("node3", "start");
		awaitStatus("node3", "UP");
		ask("Alice", "200");
	}

	@Test
	void aPausedNodeIsSilentUntilItIsStarted() {
		act("node3", "pause");
		awaitStatus("node3", "DOWN");
		ask("Alice", "500");
		act("node3", "start");
		awaitStatus("node3", "UP");
		ask("Alice", "200");
	}

	@Test
	void aNodeThatSomebodyElseStopsTurnsAsWell() {
		cluster.node("node1").stop();
		awaitStatus("node1", "DOWN");
		cluster.node("node1").start();
		awaitStatus("node1", "UP");
	}

	@Test
	void aClickThatHasBegunStaysOnItsButtonWhileTheMemberChanges() {
		browser.resize(1920, 1080); // so that nothing else on the page moves the button
		await().until(() -> page.has("#tabs[hidden]") && page.isAtRest());
		Actions mouse = new Actions(browser.driver());
		mouse.clickAndHold(page.find("#members [data-member='node3'] [data-action='remove']")).perform();
		cluster.ring().put("node4", "{'url': 'http://127.0.0.1:1', 'position': 250}");
		awaitStatus("node4", "DOWN");
		mouse.release().perform();
		await().until(() -> page.text("#preview").contains("node3"));
	}

	@Test
	void theFocusStaysInACardWhoseButtonIsGone() {
		cluster.ring().patch("{'placement': 'virtual-nodes'}");
		await().until(() -> page.has("#members [data-member='node3'] [data-action='weigh']"));
		act("node3", "stop");
		awaitStatus("node3", "DOWN");
		await().until(() -> "Start node3".equals(page.attribute(":focus", "aria-label")));
	}

	@Test
	void anAnswerIsOldOnceTheMemberThatWasPassedOverIsUp() {
		cluster.ring().patch("{'onOwnerFailure': 'next-node'}");
		cluster.node("node3").stop();
		awaitStatus("node3", "DOWN");
		page.lookUp("Alice");
		assertThat(page.text("#answer")).contains("node3 is passed over: ", "node1 answered 200");
		cluster.node("node3").start();
		awaitStatus("node3", "UP");
		await().until(() -> page.text("#answer").contains("Not asked since node3 came UP."));
		assertThat(page.text("#steps [data-step='6']")).doesNotContain("passed over");
	}

	@Test
	void anAnswerIsOldOnceItsMemberIsDown() {
		cluster.node("node3").stop();
		awaitStatus("node3", "DOWN");
		await().until(() -> page.text("#answer").contains("Not asked since node3 went DOWN."));
	}

	@Test
	void aMemberThatIsHeldOutSaysSo() {
		alter("ring", "Object.assign(answer.members[2], { status: 'DOWN', heldOutMillis: 39_500 })");
		awaitStatus("node3", "DOWN");
		await().until(() -> page.text("#members [data-member='node3'] .note")
			.contains("node3 answers again. It is held out for 40 s"));
		assertThat(page.has("#members [data-member='node3'] [data-action='start']")).isFalse();
	}

	@Test
	void theClusterStartsAgainAsAtTheBeginning() {
		cluster.ring().patch("{'placement': 'virtual-nodes'}");
		cluster.ring().put("node4", "{'url': '%s'}".formatted(cluster.newNode("node4").url()));
		awaitStatus("node4", "UP");
		page.click("#reset");
		browser.driver().switchTo().alert().accept();
		await().until(() -> !page.has("#members [data-member='node4']")
				&& page.text("#members [data-member='node1']").contains("44.4 %"));
		assertThat(cluster.node("node4").isStopped()).isTrue();
	}

	private void act(String member, String action) {
		page.click("#members [data-member='" + member + "'] [data-action='" + action + "']");
	}

	private void awaitStatus(String member, String status) {
		String card = "#members [data-member='" + member + "']";
		await().until(() -> status.equals(page.attribute(card, "data-status")));
	}

	private void ask(String key, String status) {
		if (status.equals("500")) {
			expect("/route?key=" + key + " - Failed to load resource: the server responded with a status of 500");
		}
		page.enter("#key", key).find("#key").sendKeys(Keys.ENTER);
		await().until(() -> page.text("#answer").startsWith(key + " →")
				&& page.text("#answer").contains(" " + status + " in "));
		assertThat(page.text("#steps [data-step='7']")).contains(status);
	}

}
