package dev.hashring.router.view;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The original's ring of three members, changed through its addresses.
 */
@SpringBootTest(useMainMethod = UseMainMethod.ALWAYS, properties = "ring.token=secret")
@AutoConfigureMockMvc
@DirtiesContext(classMode = ClassMode.BEFORE_EACH_TEST_METHOD)
class ChangeTests {

	private static final String NODE4 = "{'url': 'http://node4:5000'}";

	private static final String LEASED = "{'url': 'http://node4:5000', 'leaseSeconds': 60}";

	@Autowired
	private MockMvcTester mvc;

	private String before;

	@BeforeEach
	void remember() {
		this.before = body("/ring/points");
	}

	@Test
	void aMemberJoinsInTheMiddleOfTheWidestArcAndLeaves() {
		assertThat(put("node4", NODE4)).hasStatus(201)
			.hasHeader("ETag", "\"2\"")
			.bodyJson()
			.isStrictlyEqualTo(
					"{\"id\": \"node4\", \"url\": \"http://node4:5000\", \"weight\": 1.0, \"position\": 20, \"epoch\": 2}");
		assertThat(body("/ring/points")).contains("[20,3]", "\"epoch\":2");
		assertThat(body("/ring/lookup?key=Bob")).contains("\"owner\":\"node1\"");
		assertThat(delete("node4")).hasStatus(204).hasHeader("ETag", "\"3\"");
		assertThat(body("/ring/points")).isEqualTo(this.before.replace("\"epoch\":1", "\"epoch\":3"));
		assertThat(delete("node4")).hasStatus(404);
	}

	@Test
	void aMemberCanNameItsPositionAndChangeIt() {
		assertThat(put("node4", "{'url': 'http://node4:5000', 'position': 250}")).hasStatus(201);
		assertThat(put("node4", "{'position': 260}")).hasStatus(200);
		assertThat(put("node4", "{'weight': 2}")).hasStatus(200);
		assertThat(body("/ring"))
			.contains("\"id\":\"node4\",\"url\":\"http://node4:5000\",\"weight\":2.0,\"position\":260,", "\"epoch\":4");
	}

	@Test
	void theSamePutTwiceChangesNeitherRingNorEpoch() {
		assertThat(put("node4", LEASED)).hasStatus(201).hasHeader("ETag", "\"2\"");
		assertThat(put("node4", LEASED)).hasStatus(200).hasHeader("ETag", "\"2\"");
		assertThat(put("node1", "{'url': 'http://node1:5000'}")).hasStatus(200).hasHeader("ETag", "\"2\"");
	}

	@Test
	void aProcessThatWasTakenOutStaysOutUntilItStartsAnew() {
		assertThat(put("node4", LEASED, "X-Ring-Instance", "a")).hasStatus(201);
		assertThat(delete("node4")).hasStatus(204);
		assertThat(put("node4", LEASED, "X-Ring-Instance", "a")).hasStatus(410);
		assertThat(put("node4", LEASED, "X-Ring-Instance", "b")).hasStatus(201);
		assertThat(put("node4", LEASED, "X-Ring-Instance", "a")).hasStatus(410);
	}

	@Test
	void aRenewalWithoutAnInstanceIsRefusedAfterADelete() {
		assertThat(put("node4", LEASED)).hasStatus(201);
		assertThat(delete("node4")).hasStatus(204);
		assertThat(put("node4", LEASED)).hasStatus(410).hasContentType("application/problem+json");
		assertThat(put("node4", NODE4)).as("by hand").hasStatus(201);
	}

	@Test
	void theNewerOfTwoProcessesWithOneIdTakesThePlaceOfTheOther() {
		assertThat(put("node4", LEASED, "X-Ring-Instance", "a")).hasStatus(201);
		assertThat(put("node4", LEASED, "X-Ring-Instance", "b")).hasStatus(200);
		assertThat(put("node4", LEASED, "X-Ring-Instance", "a")).hasStatus(410);
		assertThat(call(HttpMethod.DELETE, "/ring/members/node4", null, "X-Ring-Instance", "a")).hasStatus(409);
		assertThat(call(HttpMethod.DELETE, "/ring/members/node4", null, "X-Ring-Instance", "b")).hasStatus(204);
	}

	@Test
	void aMemberThatJoinedByItselfKeepsItsLeaseWhenItsWeightIsChanged() {
		assertThat(put("node4", LEASED, "X-Ring-Instance", "a")).hasStatus(201);
		assertThat(put("node4", "{'weight': 3}")).hasStatus(200);
		assertThat(body("/ring")).contains("\"weight\":3.0", "\"leased\":true");
		assertThat(put("node4", LEASED, "X-Ring-Instance", "a")).as("its renewal").hasHeader("ETag", "\"3\"");
		assertThat(put("node4", NODE4)).hasStatus(200);
		assertThat(body("/ring")).doesNotContain("\"leased\":true");
	}

	@Test
	void aConfiguredMemberNeitherBecomesLeasedNorLeavesByItself() {
		assertThat(put("node1", "{'url': 'http://elsewhere:1', 'leaseSeconds': 1}", "X-Ring-Instance", "a"))
			.hasStatus(200)
			.hasHeader("ETag", "\"1\"");
		assertThat(call(HttpMethod.DELETE, "/ring/members/node1", null, "X-Ring-Instance", "a")).hasStatus(409);
		assertThat(body("/ring/points")).isEqualTo(this.before);
		assertThat(delete("node1")).as("by hand").hasStatus(204);
	}

	@Test
	void settingsOfTheLivingRingChange() {
		assertThat(patch("{'placement': 'virtual-nodes', 'virtualNodes': 40, 'onOwnerFailure': 'next-node'}"))
			.hasStatus(200)
			.hasHeader("ETag", "\"2\"")
			.bodyJson()
			.isLenientlyEqualTo(
					"{\"placement\": \"virtual-nodes\", \"size\": 4294967296, \"virtualNodes\": 40, \"onOwnerFailure\": \"next-node\"}");
		assertThat(body("/ring")).contains("\"points\":40");
		assertThat(patch("{'placement': 'fixed', 'readTimeout': '1s', 'boundedLoad': 1.25}")).hasStatus(200)
			.bodyJson()
			.isLenientlyEqualTo("{\"size\": 360, \"readTimeout\": \"1000ms\", \"boundedLoad\": 1.25}");
		assertThat(body("/ring/points")).as("positions as before")
			.isEqualTo(this.before.replace("\"epoch\":1", "\"epoch\":3"));
		assertThat(patch("{}")).hasStatus(200).hasHeader("ETag", "\"3\"");
	}

	@Test
	void aChangeThatIsMeantForAnotherEpochIsRefused() {
		assertThat(put("node4", NODE4, "If-Match", "\"1\"")).hasStatus(201);
		assertThat(put("node5", NODE4, "If-Match", "\"1\"")).hasStatus(412).hasContentType("application/problem+json");
		assertThat(call(HttpMethod.DELETE, "/ring/members/node1", null, "If-Match", "\"1\"")).hasStatus(412);
		assertThat(call(HttpMethod.PATCH, "/ring/settings", "{'hash': 'xxh3'}", "If-Match", "\"1\"")).hasStatus(412);
		assertThat(call(HttpMethod.PATCH, "/ring/settings", "{'hash': 'xxh3'}", "If-Match", "\"7\", \"2\""))
			.hasStatus(200);
		assertThat(put("node5", NODE4, "If-Match", "*")).hasStatus(201);
	}

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
			"node4 | {'url': 'http://a b'} | url is 'http://a b', which is not what this field takes.",
			"node4 | {'url': 'http://node4:1', 'position': 360} | Member node4 is at position 360, but this ring has positions 0 to 359.",
			"node4 | {'url': 'http://node4:1', 'position': 100} | Members node1 and node4 are both at position 100.",
			"node4 | {'url': 'http://node4:1', 'weight': -1} | The weight of member node4 has to be above 0 and at most a million, but it is -1.0.",
			"node4 | {'url': 'http://node4:1', 'leaseSeconds': 0} | A lease is from 1 to 3600 seconds, not 0.",
			"node4 | {'url': 'http://node4:1', 'colour': 1} | There is no field colour here, only: leaseSeconds, position, url, weight.",
			"%00 | {'url': 'http://node4:1'} | none of them a control character" })
	void aMemberThatCanNotBeIsRefusedInASentence(String id, String body, String sentence) {
		assertThat(put(id.replace("%00", "\u0000"), body)).hasStatus(400)
			.hasContentType("application/problem+json")
			.bodyJson()
			.extractingPath("detail")
			.asString()
			.contains(sentence);
		assertThat(body("/ring/points")).isEqualTo(this.before);
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
		assertThat(patch(body)).hasStatus(400).bodyJson().extractingPath("detail").asString().contains(sentence);
		assertThat(body("/ring/points")).isEqualTo(this.before);
	}

	@Test
	void theLast64StatesCanBeSeen() {
		for (int i = 1; i <= 70; i++) {
			assertThat(patch("{'virtualNodes': %d}".formatted(i))).hasStatus(200);
		}
		assertThat(this.mvc.get().uri("/ring?epoch=71")).bodyJson()
			.extractingPath("settings.virtualNodes")
			.isEqualTo(70);
		assertThat(this.mvc.get().uri("/ring?epoch=8")).bodyJson().extractingPath("settings.virtualNodes").isEqualTo(7);
		assertThat(this.mvc.get().uri("/ring/points?epoch=8")).hasStatusOk()
			.bodyText()
			.isEqualTo(this.before.replace("\"epoch\":1", "\"epoch\":8"));
		assertThat(this.mvc.get().uri("/ring?epoch=7")).hasStatus(410);
		assertThat(this.mvc.get().uri("/ring/points?epoch=7")).hasStatus(410);
		assertThat(this.mvc.get().uri("/ring?epoch=72")).hasStatus(404);
	}

	@Test
	void aRingWithoutMembersAnswers503() {
		for (String id : List.of("node1", "node2", "node3")) {
			assertThat(delete(id)).hasStatus(204);
		}
		assertThat(this.mvc.get().uri("/ring/lookup?key=Alice")).hasStatus(503);
		assertThat(this.mvc.get().uri("/route").with((request) -> {
			request.setQueryString("key=Alice");
			return request;
		})).hasStatus(503);
		assertThat(put("node4", NODE4)).hasStatus(201);
		assertThat(body("/ring/lookup?key=Alice")).contains("\"owner\":\"node4\"");
	}

	@Test
	void noMoreThanAThousandMembersJoin() {
		assertThat(patch("{'placement': 'virtual-nodes', 'virtualNodes': 1}")).hasStatus(200);
		for (int i = 4; i <= 1000; i++) {
			assertThat(put("node" + i, NODE4)).hasStatus(201);
		}
		assertThat(put("node1001", NODE4)).hasStatus(400).bodyText().contains("A ring has at most 1000 members");
	}

	private String body(String target) {
		return new String(this.mvc.get().uri(target).exchange().getResponse().getContentAsByteArray(),
				StandardCharsets.UTF_8);
	}

	private MvcTestResult put(String id, String body, String... header) {
		return call(HttpMethod.PUT, "/ring/members/" + id, body, header);
	}

	private MvcTestResult delete(String id) {
		return call(HttpMethod.DELETE, "/ring/members/" + id, null);
	}

	private MvcTestResult patch(String body) {
		return call(HttpMethod.PATCH, "/ring/settings", body);
	}

	private MvcTestResult call(HttpMethod method, String target, String body, String... header) {
		var request = this.mvc.method(method).uri(target);
		if (body != null) {
			request = request.contentType(MediaType.APPLICATION_JSON).content(body.replace('\'', '"'));
		}
		if (header.length == 0 || !header[0].equals("Authorization")) {
			request = request.header("Authorization", "Bearer secret");
		}
		if (header.length > 0) {
			request = request.header(header[0], header[1]);
		}
		return request.exchange();
	}

}
