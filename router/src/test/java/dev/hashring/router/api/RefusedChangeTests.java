package dev.hashring.router.api;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpMethod;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes that are refused, each of which leaves the ring as it was.
 */
@DirtiesContext(classMode = ClassMode.BEFORE_CLASS)
class RefusedChangeTests extends ChangeTest {

	@ParameterizedTest
	@CsvSource({ "''", "Bearer", "Bearer wrong", "Bearer secre", "Bearer secret2", "Token secret", "Basic c2VjcmV0" })
	void withoutTheTokenNothingChanges(String authorization) {
		List<MvcTestResult> answers = new ArrayList<>();
		answers.add(call(HttpMethod.PUT, "/ring/members/node4", NODE4, "Authorization", authorization));
		answers.add(call(HttpMethod.PUT, "/ring/members/node4", "nonsense", "Authorization", authorization));
		answers.add(call(HttpMethod.DELETE, "/ring/members/node1", null, "Authorization", authorization));
		answers.add(call(HttpMethod.PATCH, "/ring/settings", "{'hash': 'xxh3'}", "Authorization", authorization));
		answers.forEach((answer) -> assertThat(answer).hasStatus(401)
			.hasHeader("WWW-Authenticate", "Bearer")
			.hasContentType("application/problem+json")
			.bodyText()
			.doesNotContain("secret"));
		assertThat(body("/ring/points")).isEqualTo(this.before);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '§', value = {
			"node4 | {'url': 'https://node4:5000'} | The url of member node4 has to read http://host:port, but it reads 'https://node4:5000'.",
			"node4 | {'url': 'http://a:b@node4:5000'} | has to read http://host:port",
			"node4 | {'url': 'http://node4:5000/path'} | has to read http://host:port",
			"node4 | {'url': 'http://node4:5000?x'} | has to read http://host:port",
			"node4 | {'url': 'file:///etc/passwd'} | has to read http://host:port",
			"node4 | {} | Member node4 is new, so it has to say its url.",
			"node4 | {'url': 'http://a b'} | url is 'http://a b', which is not a URI.",
			"node4 | {'url': 'http://node4:1', 'position': 360} | Member node4 is at position 360, but this ring has positions 0 to 359.",
			"node4 | {'url': 'http://node4:1', 'position': 100} | Members node1 and node4 are both at position 100.",
			"node4 | {'url': 'http://node4:1', 'weight': -1} | The weight of member node4 has to be above 0 and at most a million, but it is -1.0.",
			"node4 | {'url': 'http://node4:1', 'leaseSeconds': 0} | A lease is from 1 to 3600 seconds, not 0.",
			"node4 | {'url': 'http://node4:1', 'colour': 1} | There is no field colour here, only: leaseSeconds, position, url, weight.",
			"%00 | {'url': 'http://node4:1'} | none of them a control character" })
	void aMemberThatCanNotBeIsRefusedInASentence(String id, String body, String sentence) {
		assertRefused(put(id.replace("%00", "\u0000"), body), sentence);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '§', value = {
			"{'readTimeout': 'soon'} | readTimeout is 'soon', which is not a duration such as 500ms or 2s.",
			"{'readTimeout': '0s'} | ring.read-timeout is '0ms', but has to be from 1ms to 1h.",
			"{'maxAttempts': 0} | ring.max-attempts is 0, but it has to be from 1 to 1000.",
			"{'boundedLoad': 0.5} | ring.bounded-load is 0.5, but it has to be 0 (off), or from 1 to a million.",
			"{'onOwnerFailure': 'panic'} | onOwnerFailure is 'panic', which is not one of: fail, next-node.",
			"{'size': 99} | Member node1 is at position 100, but this ring has positions 0 to 98.",
			"{'members': []} | There is no field members here" })
	void settingsThatCanNotBeAreRefusedInASentence(String body, String sentence) {
		assertRefused(patch(body), sentence);
	}

	private void assertRefused(MvcTestResult answer, String sentence) {
		assertThat(answer).hasStatus(400)
			.hasContentType("application/problem+json")
			.bodyJson()
			.extractingPath("detail")
			.asString()
			.contains(sentence);
		assertThat(body("/ring/points")).isEqualTo(this.before);
	}

}
