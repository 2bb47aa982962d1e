package dev.hashring.router.log;

import java.net.URI;
import java.util.List;
import java.util.Map;

import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What differs between two states, in words and as the ring log keeps it.
 */
class ChangeTests {

	private static final Member NODE2 = new Member("node2", URI.create("http://node2:5000"), 1, null);

	private static final Member NODE2_LEASED = NODE2.leasedTo("process");

	private final LiveRing ring = Rings
		.live(Map.of("ring.members[0].id", "node1", "ring.members[0].url", "http://node1:5000"));

	@Test
	void aMemberThatIsNewJoins() {
		assertThat(after(NODE2).join()).containsExactly("node2");
		assertThat(after(NODE2_LEASED.in("store")).sentence()).isEqualTo("join of node2");
	}

	@Test
	void aMemberThatStaysChangesAndDoesNotJoin() {
		this.ring.change("", (state) -> state.join(NODE2));
		Change change = after(new Member("node2", NODE2.url(), 2.5, null));
		assertThat(change.join()).isEmpty();
		assertThat(change.sentence()).isEqualTo("new weight 2.5 of node2");
		assertThat(Change.sentence(change.members().get("node2"))).isEqualTo("has weight 2.5, not 1");
		assertThat(json(change)).isEqualTo("{\"members\":{\"node2\":{\"weight\":{\"before\":1.0,\"after\":2.5}}}}");
		Change moved = after(new Member("node2", URI.create("http://elsewhere:5000"), 1, 50L));
		assertThat(Change.sentence(moved.members().get("node2")))
			.isEqualTo("has url http://elsewhere:5000, not http://node2:5000, position 50, not 180");
	}

	@Test
	void anotherProcessOfAMemberJoinsAndOnePutByHandLosesItsLease() {
		this.ring.change("", (state) -> state.join(NODE2_LEASED));
		assertThat(after(NODE2.leasedTo("another")).join()).containsExactly("node2");
		assertThat(Change.sentence(after(NODE2).members().get("node2"))).isEqualTo("has no lease any more");
	}

	@Test
	void otherSettingsAreNoNewsOfAMember() {
		RingState state = this.ring.state();
		Change change = Change.between(state, state
			.with(SettingsJson.merge(state.settings(), SettingsJson.MAPPER.createObjectNode().put("size", 720))));
		assertThat(json(change)).isEqualTo("{\"settings\":{\"size\":{\"before\":360,\"after\":720}}}");
	}

	@Test
	void aChangeOfAnEarlierVersionIsRead() {
		String earlier = "{\"join\":[\"node2\"],\"settings\":{\"hash\":{\"before\":\"md5\",\"after\":\"xxh3\"}}}";
		Change change = SettingsJson.MAPPER.readValue(earlier, Change.class);
		assertThat(change.join()).isEqualTo(List.of("node2"));
		assertThat(change.members()).isEmpty();
		assertThat(json(change)).isEqualTo(earlier);
	}

	private Change after(Member member) {
		return Change.between(this.ring.state(), this.ring.state().join(member));
	}

	private static String json(Change change) {
		return SettingsJson.MAPPER.writeValueAsString(change);
	}

}
