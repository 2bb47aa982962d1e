package dev.hashring.page;

import java.io.IOException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page behind a proxy that puts it under a prefix.
 */
class PrefixTests extends PageTest {

	private PrefixProxy proxy;

	@BeforeEach
	void startTheProxy() throws IOException {
		this.proxy = new PrefixProxy(cluster.url());
	}

	@AfterEach
	void stopTheProxy() {
		this.proxy.close();
	}

	@Test
	void allCallsStayBehindThePrefix() {
		expect("ERR_INCOMPLETE_CHUNKED_ENCODING");
		browser.driver().get(this.proxy.url() + "#token=" + cluster.ring().token());
		await().until(() -> page.isOpen());
		page.click("#add-member");
		await().until(() -> page.has("#confirm"));
		page.click("#confirm");
		await().until(() -> page.has("#members [data-member='node4'][data-status='UP']"));
		await().until(() -> page.has("#events > [data-type='join']"));
	}

	@Test
	void swaggerUiStaysBehindThePrefix() {
		browser.driver().get(this.proxy.url() + "swagger-ui/index.html");
		await().until(() -> page.has(".opblock-summary-path"));
		assertThat(page.text(".servers select")).contains("/ring-demo");
		open("/");
	}

}
