package dev.hashring.router.api.lab;

import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@SpringBootTest(useMainMethod = UseMainMethod.ALWAYS)
@AutoConfigureMockMvc
class LabTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void allPlacementsAreCompared() throws Exception {
		assertThat(this.<List<String>>compare("keys=100", "$.placements[*].placement")).containsExactly("fixed",
				"virtual-nodes", "ketama", "modulo", "rendezvous", "jump", "maglev", "multi-probe", "bounded-loads");
	}

	@Test
	void whenOneOfThreeFixedNodesLeavesTheNextHasIts72Percent() throws Exception {
		String node2 = "$.placements[?(@.placement == 'fixed')].members[?(@.id == 'node2')].after";
		List<Double> share = compare("keys=100000&event=leave:node1", node2);
		assertThat(share.get(0)).isCloseTo(260 / 360.0, within(0.01));
		String largest = "$.placements[?(@.placement == 'fixed')].largestOverMeanAfter";
		assertThat(this.<List<Double>>compare("keys=100000&event=leave:node1", largest).get(0))
			.isCloseTo(2 * 260 / 360.0, within(0.02));
	}

	@Test
	void aJoinMovesKeysBetweenThoseThatStayedOnlyWhereNothingPromisesOtherwise() throws Exception {
		List<Map<String, Object>> placements = compare("members=10&keys=10000", "$.placements");
		assertThat(placements).allSatisfy((placement) -> {
			boolean promised = !List.of("modulo", "maglev", "bounded-loads").contains(placement.get("placement"));
			assertThat(promised ? placement.get("movedBetweenStaying") : 0).as(placement.toString()).isEqualTo(0);
		});
		List<Integer> modulo = compare("members=10&keys=10000", "$.placements[?(@.placement == 'modulo')].moved");
		assertThat(modulo.get(0)).isBetween(8900, 9300);
	}

	@Test
	void aListOfKeysAndOfMembersIsTakenAsItIs() throws Exception {
		assertThat(this.<List<String>>compare("members=a,b,c&keys=Alice,Bob&event=leave:b", "$.members"))
			.containsExactly("a", "b", "c");
		assertThat(this.<Integer>compare("members=a,b,c&keys=Alice,Bob&event=leave:b", "$.keys")).isEqualTo(2);
	}

	@Test
	void morePointsAreMoreEvenUnlessTheHashClumpsThem() throws Exception {
		double few = largestOverMean("members=10&points=1");
		double many = largestOverMean("members=10&points=640");
		assertThat(few).isGreaterThan(2);
		assertThat(many).isBetween(1.0, 1.15);
		assertThat(largestOverMean("members=10&points=640&hash=fnv1a")).isGreaterThan(many + 0.1);
		assertThat(largestOverMean("members=10&points=160")).isEqualTo(largestOverMean("members=10"));
	}

	private double largestOverMean(String query) throws Exception {
		List<Double> found = compare(query, "$.placements[?(@.placement == 'virtual-nodes')].largestOverMean");
		return found.get(0);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "members=0 | There are from 1 to 1000 members, not 0.",
					"members=1001 | There are from 1 to 1000 members, not 1001.",
					"members=-3 | There are from 1 to 1000 members, not -3.",
					"keys=100001 | There are from 1 to 100000 keys, not 100001.",
					"keys=99999999999999 | There are from 1 to 100000 keys, not 99999999999999.",
					"members=1000&keys=100000 | Members times keys are at most 2000000, not 100000000.",
					"points=0 | There are from 1 to 200000 points per member, not 0.",
					"members=10&points=20001 | These members would have more than 200000 points.",
					"hash=crc | There is no hash crc.", "event=explode | An event is join or leave:{id}, not explode.",
					"event=leave:node9 | There is no member node9 that could leave.",
					"members=a&event=leave:a | Member a is the last one and can't leave." })
	void whatIsTooMuchOrUnknownIsRefused(String query, String detail) {
		assertThat(this.mvc.get().uri("/lab/compare?" + query)).hasStatus(400)
			.hasContentType("application/problem+json")
			.bodyJson()
			.extractingPath("detail")
			.isEqualTo(detail);
	}

	private <T> T compare(String query, String path) throws Exception {
		String body = this.mvc.get().uri("/lab/compare?" + query).exchange().getResponse().getContentAsString();
		return JsonPath.read(body, path);
	}

}
