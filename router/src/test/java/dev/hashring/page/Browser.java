package dev.hashring.page;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.junit.jupiter.api.Assumptions.abort;

/**
 * A headless Chromium. Neither it nor its driver is downloaded: both are those of the
 * machine.
 */
final class Browser implements AutoCloseable {

	private final ChromeDriver driver;

	private Browser(Path chromium, Path driver) {
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(chromium.toFile());
		options.setCapability("goog:loggingPrefs", logs);
		// Containers run as root and have a small /dev/shm.
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
				"--disable-background-networking", "--hide-scrollbars", "--force-color-profile=srgb",
				// Keeping pages that were left, it would start a process for each new
				// one, or one in advance.
				"--disable-features=BackForwardCache,SpareRendererForSitePerProcess");
		this.driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(driver.toFile()).build(),
				options);
	}

	/**
	 * A browser; where there is none, the tests that need it are skipped, but never in
	 * CI.
	 */
	static Browser start() {
		Optional<Path> chromium = onPath("chromium");
		Optional<Path> driver = onPath("chromedriver");
		if (chromium.isPresent() && driver.isPresent()) {
			return new Browser(chromium.get(), driver.get());
		}
		String message = "The page can't be tested: this machine has no chromium or no chromedriver "
				+ "(Debian's packages chromium and chromium-driver).";
		if ("true".equals(System.getenv("CI"))) {
			throw new IllegalStateException(message);
		}
		return abort(message);
	}

	private static Optional<Path> onPath(String command) {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, command))
			.filter(Files::isExecutable)
			.findFirst();
	}

	ChromeDriver driver() {
		return this.driver;
	}

	void resize(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	/** What somebody prefers: {@code light} or {@code dark}, and motion or none. */
	void prefer(String scheme, boolean motion) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme),
						Map.of("name", "prefers-reduced-motion", "value", motion ? "no-preference" : "reduce"))));
	}

	/** Makes the network fail, or work again. */
	void offline(boolean offline) {
		this.driver.executeCdpCommand("Network.enable", Map.of());
		this.driver.executeCdpCommand("Network.emulateNetworkConditions",
				Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
	}

	/** What the console has said since this was last asked, and nobody expects. */
	List<String> messages(Predicate<String> expected) {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.map(LogEntry::toString)
			.filter(expected.negate())
			.toList();
	}

	void saveScreenshot(Path file) throws IOException {
		Files.createDirectories(file.getParent());
		Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
