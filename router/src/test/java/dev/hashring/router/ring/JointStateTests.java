package dev.hashring.router.ring;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.hashring.hash.NamedHash;
import dev.hashring.protocol.PlacementMode;
import dev.hashring.protocol.RingShape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a change makes of a ring whose members hold entries.
 */
class JointStateTests {

	private static final Member NODE4 = new Member("node4", URI.create("http://node4:1"), 1, 250L).leasedTo("a");

	static Stream<Arguments> moving() {
		return Stream.of(change("join", (state) -> state.join(NODE4)), change("leave", (state) -> state.leave("node1")),
				change("loss", (state) -> state.drop("node1")),
				change("position", (state) -> state.join(member("node1", 1, 110L))),
				change("size", (state) -> with(state, PlacementMode.FIXED, 361L, NamedHash.MD5, 160, 1)),
				change("hash", (state) -> with(state, PlacementMode.FIXED, 360L, NamedHash.XXH3, 160, 1)),
				change("placement", (state) -> with(state, PlacementMode.VIRTUAL_NODES, null, NamedHash.MD5, 160, 1)),
				change("replicas", (state) -> with(state, PlacementMode.FIXED, 360L, NamedHash.MD5, 160, 3)),
				change("store", (state) -> state.withStore("node2", "another")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("moving")
	void aChangeThatMovesEntriesGoesThroughAJointState(String name, UnaryOperator<RingState> step) {
		RingState before = holding();
		RingState joint = step.apply(before);
		assertThat(joint.isJoint()).isTrue();
		assertThat(joint.now()).isEqualTo(before.now());
		assertThat(joint.epoch()).isEqualTo(before.epoch() + 1);
		assertThat(joint.snapshot().since()).isEqualTo(joint.epoch());
		RingState after = joint.switched();
		assertThat(after.isJoint()).isFalse();
		assertThat(after.now()).isEqualTo(joint.later());
		assertThat(after.epoch()).isEqualTo(before.epoch() + 2);
		RingState back = joint.cancelled();
		assertThat(back.isJoint()).isFalse();
		assertThat(back.now()).isEqualTo(before.now());
		assertThat(back.epoch()).isEqualTo(before.epoch() + 2);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("moving")
	void withoutEntriesItIsMadeAtOnce(String name, UnaryOperator<RingState> step) {
		RingState after = step.apply(empty());
		assertThat(after.isJoint()).isFalse();
		assertThat(after.epoch()).isEqualTo(2);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("moving")
	void whileEntriesMoveNoOtherChangeBegins(String name, UnaryOperator<RingState> step) {
		RingState joint = holding().join(new Member("node9", URI.create("http://node9:1"), 1, 20L));
		if (!name.equals("store")) {
			assertThatExceptionOfType(RebalanceUnderWayException.class).isThrownBy(() -> step.apply(joint));
		}
	}

	@Test
	void whatMovesNoneIsChangedAtOnce() {
		RingState holding = holding();
		for (RingState state : List.of(holding, holding.join(NODE4))) {
			RingSettings settings = new RingSettings(state.settings().shape(),
					new FailOver(FailOver.OnOwnerFailure.NEXT_NODE, 2, 0), Timing.DEFAULT, 1);
			RingState after = state.with(settings);
			assertThat(after.settings()).isEqualTo(settings);
			assertThat(after.later().settings()).isEqualTo(settings);
			assertThat(after.isJoint()).isEqualTo(state.isJoint());
			assertThat(after.epoch()).isEqualTo(state.epoch() + 1);
			assertThat(after.snapshot().since()).as("stores need not be told").isEqualTo(state.snapshot().since());
			RingState moved = state.join(new Member("node1", URI.create("http://x:1"), 1, 100L));
			assertThat(moved.member("node1").url()).isEqualTo(URI.create("http://x:1"));
			assertThat(moved.later().member("node1").url()).isEqualTo(URI.create("http://x:1"));
			assertThat(moved.isJoint()).isEqualTo(state.isJoint());
		}
	}

	@Test
	void aMemberThatIsJoiningRenewsAndMayStartAnew() {
		RingState joint = holding().join(NODE4);
		assertThat(joint.join(NODE4)).isSameAs(joint);
		RingState anew = joint.join(NODE4.leasedTo("b"));
		assertThat(anew.isJoint()).isTrue();
		assertThat(anew.later().member("node4").instance()).isEqualTo("b");
		assertThat(anew.members()).doesNotContainKey("node4");
	}

	@Test
	void theLeaveOfAMemberThatIsJoiningCancelsItsJoin() {
		RingState before = holding();
		RingState after = before.join(NODE4).leave("node4");
		assertThat(after.isJoint()).isFalse();
		assertThat(after.now()).isEqualTo(before.now());
	}

	@Test
	void aMemberThatIsLeavingMayAskAgainAndItsProcessIsRetiredWhenItHasLeft() {
		RingState ring = holding().join(NODE4).switched();
		RingState leaving = ring.leave("node4");
		assertThat(leaving.leave("node4")).isSameAs(leaving);
		assertThat(leaving.join(NODE4)).as("its renewal").isSameAs(leaving);
		assertThatExceptionOfType(RetiredException.class).isThrownBy(() -> leaving.switched().join(NODE4));
		assertThat(leaving.cancelled().join(NODE4)).as("after a cancel").isEqualTo(leaving.cancelled());
	}

	@Test
	void aNewMemberHasTheStoreThatItNamesUnlessThatWasGivenUp() {
		assertThat(storeAfter(holding().join(NODE4.in("store4")), "node4")).isEqualTo("store4");
		RingState withoutNode2 = holding().abandon("node2").switched();
		assertThat(storeAfter(withoutNode2.join(member("node2", 1, 200L).in("store2")), "node2")).isNull();
		assertThat(storeAfter(holding().join(member("node2", 3, 200L).in("another")), "node2")).as("a known member")
			.isEqualTo("store2");
	}

	private static @Nullable String storeAfter(RingState joint, String id) {
		return joint.later().member(id).store();
	}

	@Test
	void whatOnlyALostMemberHadIsGivenUp() {
		RingState joint = holding().leave("node2").abandon("node2");
		assertThat(joint.snapshot().banned()).containsExactly("store2");
		assertThat(joint.isJoint()).isTrue();
		assertThat(holding().abandon("node2").snapshot().banned()).containsExactly("store2");
		assertThatExceptionOfType(UnknownMemberException.class).isThrownBy(() -> holding().abandon("node7"));
	}

	private static Arguments change(String name, UnaryOperator<RingState> step) {
		return Arguments.of(name, step);
	}

	private static RingState with(RingState state, PlacementMode placement, Long size, NamedHash hash, int points,
			int replicas) {
		return state.with(new RingSettings(RingShape.of(placement, size, hash, points), state.settings().failOver(),
				state.settings().timing(), replicas));
	}

	private static RingState empty() {
		return RingState.of(Snapshot.first(RingSettings.DEFAULT,
				List.of(member("node1", 1, 100L), member("node2", 1, 200L), member("node3", 1, 300L))));
	}

	private static RingState holding() {
		return empty().holdingEntries(Map.of("node1", "store1", "node2", "store2", "node3", "store3"));
	}

	private static Member member(String id, double weight, Long position) {
		return new Member(id, URI.create("http://" + id + ":1"), weight, position);
	}

}
