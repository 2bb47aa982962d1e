package dev.hashring.page;

import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * Many requests, and what the bars say of them.
 */
class TrafficTests extends PageTest {

	private static final String BARS = "#bars [data-member]";

	@ParameterizedTest
	@ValueSource(strings = { "uniform", "zipf" })
	void whatWasMeasuredAddsUpToWhatWasSentAndTheRouterCountsTheSame(String keys) {
		Map<String, Long> before = routersCounts();
		send("1000", keys);
		await().until(() -> total("data-succeeded") == 1000);
		assertThat(sum("data-measured")).isCloseTo(1, within(0.001));
		assertThat(sum("data-expected")).isCloseTo(1, within(0.001));
		Map<String, Long> after = routersCounts();
		page.byMember(BARS, "data-succeeded")
			.forEach((member, succeeded) -> assertThat(after.get(member) - before.get(member)).as(member)
				.isEqualTo(Long.parseLong(succeeded)));
		page.byMember(BARS, "data-measured")
			.forEach((member, measured) -> assertThat(Double.parseDouble(measured)).as(member)
				.isCloseTo((after.get(member) - before.get(member)) / 1000.0, within(0.001)));
		assertThat(page.text("#bars [data-member='node1']")).contains("44.4 % expected", "% measured");
	}

	@Test
	void theExpectedSharesAreTheRouters() {
		page.byMember(BARS, "data-expected")
			.forEach((member, expected) -> assertThat(Double.parseDouble(expected)).as(member)
				.isCloseTo(cluster.ring().member(member).get("share").asDouble(), within(0.001)));
	}

	@Test
	void keysOfAMemberThatIsDownFail() {
		expect("the server responded with a status of 500");
		cluster.node("node3").stop();
		await().until(() -> !cluster.ring().isUp("node3"));
		send("100", "uniform");
		await().until(() -> total("data-succeeded") + total("data-failed") == 100);
		assertThat(page.number("#bars [data-member='node3']", "data-failed")).isPositive();
		assertThat(page.number("#bars [data-member='node3']", "data-succeeded")).isZero();
		assertThat(page.number("#bars [data-member='node1']", "data-failed")).isZero();
	}

	@Test
	void keysOfAMemberThatIsDownFailOverWhereTheSettingsSaySo() {
		cluster.ring().patch("{'onOwnerFailure': 'next-node'}");
		cluster.node("node3").stop();
		await().until(() -> !cluster.ring().isUp("node3"));
		send("100", "uniform");
		await().until(() -> total("data-succeeded") + total("data-failed-over") >= 100);
		assertThat(total("data-failed")).isZero();
		assertThat(total("data-failed-over")).isPositive();
	}

	@Test
	void aBarIsWhatAMemberAnsweredForItselfAndForOthers() {
		cluster.ring().patch("{'onOwnerFailure': 'next-node'}");
		cluster.node("node1").stop();
		await().until(() -> !cluster.ring().isUp("node1"));
		send("100", "uniform");
		await().until(() -> page.text("#traffic-state").startsWith("100 requests, in "));
		assertThat(page.number("#bars [data-member='node1']", "data-measured")).isZero();
		double own = page.number("#bars [data-member='node2']", "data-succeeded");
		double inherited = page.number("#bars [data-member='node2']", "data-inherited");
		assertThat(inherited).isPositive().isEqualTo(page.number("#bars [data-member='node1']", "data-failed-over"));
		assertThat(page.number("#bars [data-member='node2']", "data-measured")).isCloseTo((own + inherited) / 100,
				within(0.001));
		assertThat(page.text("#bars [data-member='node2']")).contains("+%.0f for node1".formatted(inherited));
		assertThat(page.text("#bars [data-member='node1']")).contains("0 answered",
				"%.0f of its keys by node2".formatted(inherited));
		assertThat(page.has("#bars [data-member='node2'] .inherited")).isTrue();
	}

	@Test
	void whatWasSentIsMeasuredAgainstTheRingThatItMet() {
		send("100", "uniform");
		await().until(() -> page.text("#traffic-state").startsWith("100 requests, in "));
		cluster.ring().delete("node3");
		await().until(() -> page.text("#traffic-state").contains("The ring has changed since"));
		assertThat(page.number("#bars [data-member='node1']", "data-expected")).isCloseTo(0.444, within(0.001));
		assertThat(page.number("#bars [data-member='node3']", "data-expected")).isCloseTo(0.278, within(0.001));
	}

	@Test
	void trafficStopsWhenItIsStopped() {
		long before = routersCounts().values().stream().mapToLong(Long::longValue).sum();
		send("10000", "uniform");
		await().until(() -> total("data-succeeded") > 0);
		page.click("#stop-traffic");
		await().until(() -> page.find("#send").isDisplayed());
		long sent = total("data-succeeded");
		assertThat(sent).isLessThan(10_000);
		// Those on their way when it was stopped are the router's, not the page's.
		await().until(() -> routersCounts().values().stream().mapToLong(Long::longValue).sum() - before >= sent);
		assertThat(routersCounts().values().stream().mapToLong(Long::longValue).sum() - before).isLessThan(10_000);
		assertThat(total("data-succeeded")).isEqualTo(sent);
	}

	private static void send(String count, String keys) {
		page.enter("#count", count).enter("#keys", keys).click("#send");
	}

	private static long total(String counts) {
		return Math.round(sum(counts));
	}

	private static double sum(String counts) {
		return page.byMember(BARS, counts).values().stream().mapToDouble(Double::parseDouble).sum();
	}

	private static Map<String, Long> routersCounts() {
		return cluster.ring()
			.ring()
			.get("members")
			.valueStream()
			.collect(Collectors.toMap((member) -> member.get("id").asString(),
					(member) -> member.get("requests").asLong()));
	}

}
