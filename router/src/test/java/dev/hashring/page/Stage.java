package dev.hashring.page;

import dev.hashring.cluster.LocalCluster;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * One cluster and one browser for all tests of the page, since both take seconds to
 * start.
 */
final class Stage implements AutoCloseable {

	private final Browser browser = Browser.start();

	/** Its page's files don't change, so the browser need not ask for them again. */
	private final LocalCluster cluster = LocalCluster.start("--spring.web.resources.cache.cachecontrol.no-cache=false",
			"--spring.web.resources.cache.cachecontrol.max-age=1h");

	Browser browser() {
		return this.browser;
	}

	LocalCluster cluster() {
		return this.cluster;
	}

	@Override
	public void close() {
		this.browser.close();
		this.cluster.close();
	}

	/**
	 * Sets it up before the first class that needs it; it is left after the last class of
	 * this JVM, whose classes Surefire runs one by one.
	 */
	static final class Shared implements BeforeAllCallback {

		@Override
		public void beforeAll(ExtensionContext context) {
			PageTest.stage = context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(Stage.class))
				.computeIfAbsent(Stage.class, (key) -> new Stage(), Stage.class);
		}

	}

}
