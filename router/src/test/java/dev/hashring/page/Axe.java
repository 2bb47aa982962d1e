package dev.hashring.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.openqa.selenium.JavascriptExecutor;

/**
 * Finds what keeps people from using a page, by the rules of
 * <a href="https://github.com/dequelabs/axe-core">axe-core</a>.
 */
final class Axe {

	private static final String SCRIPT = script();

	private Axe() {
	}

	private static String script() {
		try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** One sentence for each element that breaks a rule. */
	@SuppressWarnings("unchecked")
	static List<String> violations(JavascriptExecutor browser) {
		if (Boolean.FALSE.equals(browser.executeScript("return 'axe' in window"))) {
			browser.executeScript(SCRIPT);
		}
		return (List<String>) browser.executeAsyncScript(
				"""
						const done = arguments[0];
						const sentence = (rule, node) => `${rule.id}: ${node.target} ${node.failureSummary}`;
						axe.run({ resultTypes: ['violations'] })
						   .then(({ violations }) => violations.flatMap((rule) => rule.nodes.map((node) => sentence(rule, node))))
						   .then(done, (error) => done([String(error)]));
						""");
	}

}
