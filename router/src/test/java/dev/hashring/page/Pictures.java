package dev.hashring.page;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;

/**
 * Takes the pictures in the README:
 * {@code mvn test -Dtest=Pictures -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class Pictures extends LessonTest {

	private static final Path FOLDER = Path.of("..", ".github");

	@Test
	void theFirstScreen() throws IOException {
		browser.prefer("light", true);
		open("/");
		take("page-light.png");
	}

	@Test
	void aJoinBeforeItIsMade() throws IOException {
		browser.prefer("dark", true);
		browser.resize(1280, 1000);
		open("/");
		cluster.ring().patch("{'placement': 'virtual-nodes'}");
		for (String id : List.of("node4", "node5")) {
			cluster.ring().put(id, "{'url': '" + cluster.newNode(id).url() + "'}");
		}
		await().until(() -> page.all("[data-layer='lanes'] path").size() == 5);
		page.lookUp("Alice").click("#add-member");
		await().until(() -> page.has("[data-layer='moved'] path"));
		await().until(() -> page.text("#preview").contains("hash mod"));
		take("page-dark.png");
	}

	@Test
	void aLessonThatIsMeasured() throws IOException {
		browser.resize(1280, 1000);
		openLesson(2);
		measure(5000);
		take("page-lesson.png");
	}

	/** Takes a picture of the top of the page, at rest. */
	private static void take(String name) throws IOException {
		browser.driver().executeScript("scrollTo(0, 0)");
		await().until(page::isAtRest);
		browser.saveScreenshot(FOLDER.resolve(name));
	}

}
