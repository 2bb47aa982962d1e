package dev.hashring.router.api;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The original's ring of three members, seen through its addresses.
 */
@SpringBootTest(useMainMethod = UseMainMethod.ALWAYS)
@AutoConfigureMockMvc
class RingViewTests {

	/** Has no parameters, and always an answer. */
	private static final String CAN_NOT_BE_WRONG = "get /ring/events/kept";

	@Autowired
	private MockMvcTester mvc;

	@Test
	void theRingShowsSettingsAndMembers() {
		assertThat(this.mvc.get().uri("/ring")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"epoch": 1,
				 "settings": {"placement": "fixed", "size": 360, "hash": "md5", "virtualNodes": 160,
				   "onOwnerFailure": "fail", "connectTimeout": "1000ms", "readTimeout": "2000ms", "deadline": "6000ms"},
				 "members": [
				   {"id": "node1", "url": "http://node1:5000", "weight": 1.0, "position": 100, "leased": false,
				    "points": 1, "share": 0.4444444444444444, "requests": 0, "failures": 0},
				   {"id": "node2", "position": 200, "share": 0.2777777777777778},
				   {"id": "node3", "position": 300, "share": 0.2777777777777778}]}
				""");
	}

	@Test
	void pointsNameTheirMembersByIndex() {
		assertThat(this.mvc.get().uri("/ring/points")).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo(
					"""
							{"epoch": 1, "size": 360, "members": ["node1", "node2", "node3"], "points": [[100, 0], [200, 1], [300, 2]]}
							""");
	}

	@Test
	void aLookupExplainsEachStep() {
		assertThat(this.mvc.get().uri("/ring/lookup?key=Alice")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"key": "Alice", "utf8": "416c696365", "digest": "64489c85dc2fe0787b85cd87214b3810", "position": 288,
				 "size": 360, "owner": "node3", "candidates": [
				   {"member": "node3", "position": 300},
				   {"member": "node1", "position": 100},
				   {"member": "node2", "position": 200}]}
				""");
	}

	@ParameterizedTest
	@CsvSource({ "/ring?epoch=1, 200", "/ring?epoch=0, 410", "/ring?epoch=2, 404", "/ring?epoch=x, 400",
			"/ring/points?epoch=0, 410", "/ring/lookup, 400", "/ring/lookup?key=, 400", "/ring/nothing, 404" })
	void wrongQuestionsGetTheRightStatus(String target, int status) {
		assertThat(this.mvc.get().uri(target)).hasStatus(status);
	}

	@Test
	void aLeaveInPreviewShowsWhatTheNextMemberWouldGet() {
		assertThat(preview("{\"leave\": \"node1\"}")).hasStatusOk().bodyJson().isStrictlyEqualTo("""
				{"epoch": 1, "movedShare": 0.4444444444444444, "moduloMovedShare": 0.6666666666666666,
				 "idealMovedShare": 0.33333333333333337, "possible": true,
				 "arcs": [{"from": 300, "to": 100, "before": "node1", "after": "node2"}],
				 "members": [{"id": "node1", "before": 0.4444444444444444, "after": 0.0},
				   {"id": "node2", "before": 0.2777777777777778, "after": 0.7222222222222222},
				   {"id": "node3", "before": 0.2777777777777778, "after": 0.2777777777777778}]}
				""");
	}

	@Test
	void aJoinWithoutAPositionGetsTheMiddleOfTheWidestArc() {
		assertThat(preview("{\"join\": {\"id\": \"node4\"}}")).hasStatusOk()
			.bodyJson()
			.extractingPath("arcs")
			.isEqualTo(List.of(Map.of("from", 300, "to", 20, "before", "node1", "after", "node4")));
	}

	@Test
	void settingsUnderWhichKeysLieElsewhereAreMeasuredOnASample() {
		MvcTestResult result = preview("{\"settings\": {\"hash\": \"xxh3\"}}");
		assertThat(result).hasStatusOk().bodyJson().extractingPath("sampled").isEqualTo(true);
		assertThat(result).bodyJson().doesNotHavePath("arcs");
		// Two independent draws have the same owner in 0.44² + 2 × 0.28² of all cases.
		assertThat(result).bodyJson()
			.extractingPath("movedShare")
			.asNumber()
			.satisfies((share) -> assertThat(share.doubleValue()).isBetween(0.63, 0.67));
	}

	@Test
	void anotherPlacementCanBePreviewed() {
		assertThat(preview("{\"settings\": {\"placement\": \"virtual-nodes\"}}")).bodyJson()
			.extractingPath("sampled")
			.isEqualTo(true);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '§', value = {
			"{} | 400 | A change has exactly one of: join, leave, settings.",
			"{'leave': 'a', 'join': {'id': 'b'}} | 400 | A change has exactly one of: join, leave, settings.",
			"{'leave': 'node9'} | 404 | There is no member node9.",
			"{'join': {}} | 400 | The id of a member has 1 to 255 characters, none of them a control character, but this one is ''.",
			"{'join': {'id': 'a\\u0000b'}} | 400 | The id of a member has 1 to 255 characters, none of them a control character, but this one is 'a?b'.",
			"{'join': {'id': '..'}} | 400 | The id of a member can't be '..', since no URL can name it.",
			"{'join': {'id': 'a', 'weight': 0}} | 400 | The weight of member a has to be above 0 and at most a million, but it is 0.0.",
			"{'join': {'id': 'a', 'position': 360}} | 400 | Member a is at position 360, but this ring has positions 0 to 359.",
			"{'join': {'id': 'a', 'position': 100}} | 400 | Members a and node1 are both at position 100.",
			"{'join': {'id': 'a', 'url': 'ftp://a'}} | 400 | The url of member a has to read http://host:port, but it reads 'ftp://a'.",
			"{'settings': {'hash': 'sha7'}} | 400 | settings.hash is 'sha7', which is not one of: md5, murmur3, xxh3, fnv1a.",
			"{'settings': {'size': 0}} | 400 | ring.size is 0, but a ring has 1 to 4294967296 positions.",
			"{'settings': {'colour': 1}} | 400 | There is no field settings.colour here, only: boundedLoad, connectTimeout, deadline, hash, lease, maxAttempts, onOwnerFailure, placement, readTimeout, removal, replicas, size, virtualNodes.",
			"{'settings': {'placement': 'virtual-nodes', 'virtualNodes': 100000}} | 400 | A ring has at most 200000 points, not 300000: lower ring.virtual-nodes, or a weight.",
			"{'settings': {'virtualNodes': 40.7}} | 400 | settings.virtualNodes is '40.7', which is not a whole number.",
			"{'settings': {'hash': 2}} | 400 | settings.hash is '2', which is not one of: md5, murmur3, xxh3, fnv1a.",
			"{'join': {'id': 'a', 'position': -5}} | 400 | The position of member a is -5, but positions start at 0.",
			"{'leave': | 400 | The body is not the JSON that is expected here.",
			"{'settings': {'placement': 'ketama', 'virtualNodes': 6}} | 400 | In placement ketama ring.virtual-nodes is a multiple of 4, not 6.",
			"nonsense | 400 | The body is not the JSON that is expected here." })
	void whatCanNotBeIsRefusedInASentence(String body, int status, String detail) {
		assertThat(preview(body.replace('\'', '"'))).hasStatus(status)
			.hasContentType("application/problem+json")
			.bodyJson()
			.extractingPath("detail")
			.isEqualTo(detail);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/yaml", "text/plain", "application/x-www-form-urlencoded" })
	void aBodyThatIsNotJsonIsRefused(String contentType) {
		assertThat(this.mvc.post().uri("/ring/preview").contentType(contentType).content("leave: node1").exchange())
			.hasStatus(415)
			.bodyText()
			.contains("Content-Type: application/json");
	}

	@Test
	void allAddressesAreDescribed() {
		assertThat(this.mvc.get().uri("/v3/api-docs")).hasStatusOk()
			.bodyJson()
			.extractingPath("paths")
			.asMap()
			.containsKeys("/route", "/ring", "/ring/points", "/ring/lookup", "/ring/preview", "/lab/compare",
					"/ring/members/{id}", "/ring/settings", "/ring/events");
		assertThat(this.mvc.get().uri("/v3/api-docs")).bodyJson().hasPath("components.securitySchemes.token");
		assertThat(this.mvc.get().uri("/swagger-ui/index.html")).hasStatusOk();
	}

	@Test
	void eachCallIsDescribedWithItsAnswersAndExamples() throws Exception {
		JsonNode api = JsonMapper.shared()
			.readTree(this.mvc.get().uri("/v3/api-docs").exchange().getResponse().getContentAsString());
		assertThat(api.at("/info/title").asString()).isEqualTo("Hash ring");
		api.get("paths")
			.properties()
			.stream()
			.filter((path) -> !path.getKey().startsWith("/actuator"))
			.forEach((path) -> {
				for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
					String as = call.getKey() + " " + path.getKey();
					JsonNode answers = call.getValue().get("responses");
					assertThat(answers.size()).as(as).isGreaterThan(as.equals(CAN_NOT_BE_WRONG) ? 0 : 1);
					answers.properties()
						.forEach((answer) -> assertThat(described(api, answer.getValue())).as(as + answer).isTrue());
					call.getValue()
						.path("parameters")
						.forEach((parameter) -> assertThat(parameter.has("schema")).as(as + parameter).isTrue());
					boolean isChange = call.getValue().has("security");
					assertThat(isChange).as(as).isEqualTo(answers.has("401"));
				}
			});
		assertThat(api.at("/paths/~1kv/put/requestBody/content").size()).isEqualTo(1);
		assertThat(
				api.at("/paths/~1ring~1members~1{id}/put/requestBody/content/application~1json/schema").isMissingNode())
			.isFalse();
		assertThat(api.at("/paths/~1ring/get/responses/200/content/application~1json/schema").isMissingNode())
			.isFalse();
	}

	/** An answer without a body needs no example. */
	private static boolean described(JsonNode api, JsonNode answer) {
		JsonNode whole = answer.has("$ref") ? api.at(answer.get("$ref").asString().substring(1)) : answer;
		return whole.has("description")
				&& whole.path("content").valueStream().allMatch((content) -> content.has("example"));
	}

	private MvcTestResult preview(String body) {
		return this.mvc.post().uri("/ring/preview").contentType(MediaType.APPLICATION_JSON).content(body).exchange();
	}

}
