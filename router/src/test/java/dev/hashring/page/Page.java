package dev.hashring.page;

import java.util.List;
import java.util.Map;

import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NotFoundException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

import static org.awaitility.Awaitility.await;

/**
 * The page as somebody uses it, by its ids, its data attributes and its ARIA roles.
 */
record Page(ChromeDriver driver) {

	WebElement find(String css) {
		return this.driver.findElement(By.cssSelector(css));
	}

	List<WebElement> all(String css) {
		return this.driver.findElements(By.cssSelector(css));
	}

	boolean has(String css) {
		return !all(css).isEmpty();
	}

	/** What all matching elements that are shown have in an attribute at one moment. */
	@SuppressWarnings("unchecked")
	List<String> attributes(String css, String name) {
		return (List<String>) this.driver.executeScript("""
				const [css, name] = arguments;
				const elements = [...document.querySelectorAll(css)];
				return elements.filter((one) => one.checkVisibility()).map((one) => one.getAttribute(name));
				""", css, name);
	}

	/** What an element says, whether or not it is in view. */
	String text(String css) {
		return (String) this.driver
			.executeScript("return document.querySelector(arguments[0]).textContent.replace(/\\s+/g, ' ').trim()", css);
	}

	/** What all matching elements say at one moment, whether or not they are in view. */
	@SuppressWarnings("unchecked")
	List<String> texts(String css) {
		return (List<String>) this.driver
			.executeScript("return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)", css);
	}

	/**
	 * An attribute, read at one moment, since the page may draw the element anew at any.
	 */
	String attribute(String css, String name) {
		return (String) this.driver
			.executeScript("return document.querySelector(arguments[0])?.getAttribute(arguments[1])", css, name);
	}

	double number(String css, String name) {
		return Double.parseDouble(attribute(css, name));
	}

	/** What all matching elements have in an attribute at one moment, by their member. */
	@SuppressWarnings("unchecked")
	Map<String, String> byMember(String css, String name) {
		return (Map<String, String>) this.driver.executeScript("""
				const [css, name] = arguments;
				const elements = [...document.querySelectorAll(css)];
				return Object.fromEntries(elements.map((one) => [one.dataset.member, one.getAttribute(name)]));
				""", css, name);
	}

	Page click(String css) {
		whileDrawnAnew(() -> reveal(css).click());
		return this;
	}

	/** Chooses from a list or types into a field. */
	Page enter(String css, String value) {
		whileDrawnAnew(() -> enter(reveal(css), value));
		return this;
	}

	private void enter(WebElement field, String value) {
		if (field.getTagName().equals("select")) {
			field.findElements(By.tagName("option"))
				.stream()
				.filter((option) -> value.equals(option.getDomProperty("value")))
				.forEach(WebElement::click);
		}
		else {
			field.sendKeys(Keys.chord(Keys.CONTROL, "a"), value);
		}
	}

	/**
	 * The page may draw an element anew between the moment it is found and its use, or
	 * show it a little later.
	 */
	private void whileDrawnAnew(Runnable action) {
		await().ignoreExceptionsMatching(Page::isPassing).until(() -> {
			action.run();
			return true;
		});
	}

	/** Not if something else lies over it. */
	private static boolean isPassing(Throwable failure) {
		return failure instanceof NotFoundException || failure instanceof StaleElementReferenceException
				|| failure.getClass() == ElementNotInteractableException.class;
	}

	/** Types a key of at most 24 characters, and waits for its answer. */
	Page lookUp(String key) {
		enter("#key", key);
		find("#key").sendKeys(Keys.ENTER);
		await().until(() -> text("#answer").startsWith(key + " →") && hasAnswer());
		return this;
	}

	/** Whether the line above the steps says how a request went. */
	boolean hasAnswer() {
		return text("#answer").matches(".* \\d{3} in \\d+ ms\\.");
	}

	/** Whether nothing on the ring moves any more. */
	boolean isAtRest() {
		return (boolean) this.driver.executeAsyncScript("""
				const done = arguments[0];
				const ring = document.querySelector('svg#ring');
				const before = ring.outerHTML;
				setTimeout(() => done(before === ring.outerHTML && document.getAnimations().length === 0), 250);
				""");
	}

	/** Which of the seven steps is shown. */
	int step() {
		return Integer.parseInt(attribute("#steps [aria-current='step']", "data-step"));
	}

	String say() {
		return text("#say");
	}

	/** Whether it is live, shows an answer, and has the tools of a cluster in one JVM. */
	boolean isOpen() {
		return isLive() && hasAnswer() && has("#reset:not([hidden])");
	}

	boolean isLive() {
		return "live".equals(attribute("#live", "data-state"));
	}

	/** Brings an element into view, by its tab if it is in one, and unfolded. */
	private WebElement reveal(String css) {
		WebElement element = find(css);
		if (!element.isDisplayed()) {
			List<WebElement> panels = element.findElements(By.xpath("ancestor::*[@role='tabpanel']"));
			panels
				.forEach((panel) -> find("[role='tab'][aria-controls='" + panel.getDomAttribute("id") + "']").click());
		}
		this.driver.executeScript(
				"const folded = arguments[0].localName !== 'summary' && arguments[0].closest('details'); if (folded) folded.open = true",
				element);
		this.driver.executeScript("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", element);
		return element;
	}

}
