package dev.hashring.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.interactions.Actions;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * The picture of the ring.
 */
class RingTests extends PageTest {

	private static final String BAND = "svg#ring [data-layer='band'] path[data-member]";

	private static final String LANES = "svg#ring [data-layer='lanes'] path[data-member]";

	@Test
	void theArcsOfEachMemberAddUpToItsShare() {
		assertDrawn(BAND);
		assertThat(page.all(BAND)).hasSize(3);
	}

	@Test
	void theArcsOfManyPointsAddUpInTheLanesAndInTheBand() {
		cluster.ring().patch("{'placement': 'virtual-nodes'}");
		await().until(() -> page.all(LANES).size() == 3);
		assertDrawn(LANES);
		page.click("body").find("body").sendKeys("l");
		await().until(() -> page.all(BAND).size() == 3 && page.find(BAND).isDisplayed());
		assertDrawn(BAND);
	}

	@Test
	void aMemberThatIsPointedAtStandsOut() {
		pointAtArc(150);
		await().until(() -> opacity("node1") < 0.5 && opacity("node3") < 0.5 && opacity("node2") > 0.9);
		assertThat(page.text("#arc")).contains("From 101 to 200", "node2");
	}

	@Test
	void theTableSaysWhatTheRingShows() {
		assertThat(page.text("#ring-table")).contains("node1", "node2", "node3", "44.4 %", "27.8 %");
	}

	@Test
	void thePictureIsDownloadedAsSvg(@TempDir Path folder) throws Exception {
		browser.driver()
			.executeCdpCommand("Browser.setDownloadBehavior",
					Map.of("behavior", "allow", "downloadPath", folder.toString()));
		page.click("#download");
		Path file = await().until(() -> svg(folder), (found) -> !found.isEmpty()).get(0);
		Element svg = DocumentBuilderFactory.newDefaultNSInstance()
			.newDocumentBuilder()
			.parse(file.toFile())
			.getDocumentElement();
		assertThat(svg.getLocalName()).isEqualTo("svg");
		assertThat(svg.getTextContent()).contains("node1", "node2", "node3");
		assertThat(svg.getElementsByTagName("path").getLength()).isGreaterThanOrEqualTo(3);
	}

	@Test
	void theLabelOfAnArcSaysItsShareAndNotItsMembers() {
		cluster.ring().patch("{'placement': 'virtual-nodes', 'virtualNodes': 2}");
		await().until(() -> page.attributes("[data-layer='points'] circle", "data-member").size() == 6);
		long size = 1L << 32;
		List<Long> points = cluster.ring()
			.points()
			.get("points")
			.valueStream()
			.map((one) -> one.get(0).asLong())
			.toList();
		List<String> shares = IntStream.range(0, points.size())
			.mapToLong((i) -> Math.floorMod(points.get(i) - points.get((i + points.size() - 1) % points.size()), size))
			.mapToObj((length) -> String.format(Locale.ROOT, "%.1f %%", 100.0 * length / size))
			.toList();
		assertThat(page.texts("[data-layer='names'] .name text:last-child")).isNotEmpty().isSubsetOf(shares);
	}

	@Test
	void inLanesAKeyAndItsWalkLieInTheLaneOfItsOwner() {
		page.click("#lanes");
		await().until(() -> page.find(LANES).isDisplayed());
		for (String key : List.of("Bob", "Alice", "50%")) {
			page.lookUp(key);
			String owner = cluster.ring().owner(key);
			String point = "[data-layer='points'] [data-member='" + owner + "']";
			double radius = Math.hypot(page.number(point, "cx"), page.number(point, "cy"));
			assertThat(-page.number("[data-layer='needle'] circle", "cy")).as(key).isCloseTo(radius, within(0.1));
			assertThat(page.attribute("[data-layer='walk'] .owning", "data-member")).isEqualTo(owner);
		}
	}

	@Test
	void theNeedleStrikesThroughNoName() {
		for (int i = 0; i < 30; i++) {
			page.lookUp("key-" + i);
			assertThat((boolean) browser.driver().executeScript("""
					const hand = document.querySelector('[data-layer=needle] path').getScreenCTM();
					const line = document.querySelector('[data-layer=needle] path');
					const names = [...document.querySelectorAll('[data-layer=names] .name text')];
					return Array.from({ length: 60 }, (_, i) => line.getPointAtLength(line.getTotalLength() * i / 59)
					  .matrixTransform(hand)).some(({ x, y }) => names.some((name) => {
					    const box = name.getBoundingClientRect();
					    return x > box.left && x < box.right && y > box.top && y < box.bottom;
					  }));
					""")).as("key-" + i).isFalse();
		}
	}

	/** Drawn, printed and true are the same. */
	private static void assertDrawn(String paths) {
		Map<String, String> printed = page.byMember("#members [data-member]", "data-share");
		page.byMember(paths, "d").forEach((member, d) -> {
			JsonNode known = cluster.ring().member(member);
			assertThat(Drawing.share(d)).as(member)
				.isCloseTo(Double.parseDouble(printed.get(member)), within(0.001))
				.isCloseTo(known.get("share").asDouble(), within(0.001));
		});
	}

	private static double opacity(String member) {
		return ((Number) browser.driver()
			.executeScript(
					"""
							let opacity = 1;
							for (let node = arguments[0]; node; node = node.parentElement) opacity *= getComputedStyle(node).opacity;
							return opacity;
							""",
					page.find(BAND.replace("[data-member]", "[data-member='" + member + "']"))))
			.doubleValue();
	}

	/** Moves the pointer to the middle of the band, so many degrees from 12 o'clock. */
	private static void pointAtArc(double degrees) {
		double pixels = page.find("svg#ring").getRect().getWidth() / 640.0;
		double angle = Math.toRadians(degrees);
		new Actions(browser.driver())
			.moveToElement(page.find("svg#ring"), (int) (246 * pixels * Math.sin(angle)),
					(int) (-246 * pixels * Math.cos(angle)))
			.perform();
	}

	private static List<Path> svg(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.toString().endsWith(".svg")).toList();
		}
	}

}
