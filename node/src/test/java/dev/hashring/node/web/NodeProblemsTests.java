package dev.hashring.node.web;

import dev.hashring.node.sqlite.WriteFailedException;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

class NodeProblemsTests {

	private static MockMvcTester nodeThatThrows(RuntimeException failure) {
		return MockMvcTester.create(
				MockMvcBuilders.standaloneSetup(new Failing(failure)).setControllerAdvice(new NodeProblems()).build());
	}

	@RestController
	private static final class Failing {

		private final RuntimeException failure;

		private Failing(RuntimeException failure) {
			this.failure = failure;
		}

		@GetMapping("/")
		void fail() {
			throw this.failure;
		}

	}

	@Test
	void aWriteThatFailsIsAnswered507() {
		assertThat(nodeThatThrows(new WriteFailedException("has a full disk", null)).method(HttpMethod.GET).uri("/"))
			.hasStatus(507)
			.bodyText()
			.contains("This node has a full disk.");
	}

	@Test
	void aBugIsNotTakenForAMistakeOfTheCaller() {
		assertThat(nodeThatThrows(new IllegalArgumentException("a bug")).method(HttpMethod.GET).uri("/")).hasStatus(500)
			.bodyText()
			.doesNotContain("a bug");
	}

}
