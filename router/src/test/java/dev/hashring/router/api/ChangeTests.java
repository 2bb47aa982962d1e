package dev.hashring.router.api;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The original's ring of three members, changed through its addresses.
 */
@DirtiesContext(classMode = ClassMode.BEFORE_EACH_TEST_METHOD)
class ChangeTests extends ChangeTest {

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
	void aWeightThatWasSetByHandStaysUntilTheProcessStartsAnew() {
		String renewal = "{'url': 'http://node4:5000', 'leaseSeconds': 60, 'weight': 2, 'position': 50}";
		assertThat(put("node4", renewal, "X-Ring-Instance", "a")).hasStatus(201);
		assertThat(put("node4", "{'weight': 3, 'position': 60}")).hasStatus(200).hasHeader("ETag", "\"3\"");
		assertThat(put("node4", renewal, "X-Ring-Instance", "a")).hasStatus(200)
			.hasHeader("ETag", "\"3\"")
			.bodyText()
			.contains("\"weight\":3.0,\"position\":60");
		assertThat(put("node4", renewal, "X-Ring-Instance", "b")).hasStatus(200)
			.bodyText()
			.contains("\"weight\":2.0,\"position\":50");
	}

	@Test
	void aConfiguredMemberNeitherBecomesLeasedNorLeavesByItself() {
		assertThat(put("node1", "{'url': 'http://elsewhere:1', 'leaseSeconds': 1}", "X-Ring-Instance", "a"))
			.hasStatus(409)
			.bodyText()
			.contains("Member node1 is in the ring without a lease, so no other process can join under its id.");
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

	@Test
	void theLastThousandStatesCanBeSeen() {
		for (int i = 1; i <= 1006; i++) {
			assertThat(patch("{'virtualNodes': %d}".formatted(i))).hasStatus(200);
		}
		assertThat(this.mvc.get().uri("/ring?epoch=1007")).bodyJson()
			.extractingPath("settings.virtualNodes")
			.isEqualTo(1006);
		assertThat(this.mvc.get().uri("/ring?epoch=8")).bodyJson().extractingPath("settings.virtualNodes").isEqualTo(7);
		assertThat(this.mvc.get().uri("/ring/points?epoch=8")).hasStatusOk()
			.bodyText()
			.isEqualTo(this.before.replace("\"epoch\":1", "\"epoch\":8"));
		assertThat(this.mvc.get().uri("/ring?epoch=7")).hasStatus(410);
		assertThat(this.mvc.get().uri("/ring/points?epoch=7")).hasStatus(410);
		assertThat(this.mvc.get().uri("/ring?epoch=1008")).hasStatus(404);
	}

	@Test
	void aRingWithoutMembersAnswers503() {
		for (String id : List.of("node1", "node2", "node3")) {
			assertThat(delete(id)).hasStatus(204);
		}
		assertThat(this.mvc.get().uri("/ring/lookup?key=Alice")).hasStatus(503);
		assertThat(this.mvc.get().uri("/lab/compare?keys=10")).hasStatus(503)
			.bodyText()
			.contains("The ring has no members");
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

}
