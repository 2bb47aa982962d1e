package dev.hashring.simulation;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

import dev.hashring.history.Operation.Kind;
import dev.hashring.protocol.RingShape;
import dev.hashring.router.ring.FailOver;
import dev.hashring.router.ring.FailOver.OnOwnerFailure;
import dev.hashring.router.ring.RingSettings;
import dev.hashring.router.ring.RingState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each safeguard is taken out once: clients have to notice. What proves nothing when it
 * is broken would be no proof.
 */
class SafeguardTests {

	private static final int SEEDS = 20;

	@ParameterizedTest
	@EnumSource(names = { "OLD_QUORUM", "NEW_QUORUM", "SAME_VERSION", "ONE_STEP_ONCE", "CLEAN_AFTER_SWITCH",
			"MAJORITY_OF_DONORS", "AGREED_BEFORE_USE" })
	void randomSchedulesNotice(Safeguard lacking) {
		assertThat(new Seeds(0, 3_000).noticing(lacking)).isPresent();
	}

	@Test
	void aTombstoneThatDoesNotMoveLetsADeletedValueComeBack() {
		assertNoticed(Safeguard.TOMBSTONES_MOVE, 4, 3, (script) -> {
			String key = keptByA(script);
			script.cut("write", "c");
			script.cut("compare", "c");
			script.await(script.begin(script.first(), key, Kind.DELETE));
			script.change((state) -> state.leave("a"));
			script.awaitStable();
			script.cut("read", "b");
			script.get(script.first(), key);
		});
	}

	@Test
	void partsThatWereCopiedBeforeACancelAreCopiedAgain() {
		assertThat(LongStream.range(0, SEEDS))
			.allSatisfy((seed) -> assertThat(Script.run(seed, Flaw.NONE, 3, 1, (script) -> {
				String key = keyThatMovesToB(script);
				script.put(script.first(), key);
				script.sleep(200);
				script.cut("list", "c");
				script.change(SafeguardTests::wide);
				script.sleep(700);
				script.change(RingState::cancelled);
				script.sleep(150);
				script.change(SafeguardTests::wide);
				script.mend();
				script.awaitStable();
				script.get(script.first(), key);
			})).isEmpty());
	}

	@Test
	void aMemberThatWasGivenUpComesBackWithAnotherStoreOnly() {
		assertThat(LongStream.range(0, SEEDS))
			.allSatisfy((seed) -> assertThat(Script.run(seed, Flaw.NONE, 2, 1, (script) -> {
				String key = keptByA(script);
				script.node("a").crash();
				script.change((state) -> state.abandon("a"));
				script.awaitStable();
				script.put(script.first(), key);
				script.cut("tell", "a");
				script.node("a").start();
				script.change((state) -> state.join(SimulatedRouter.member("a", 0)));
				script.sleep(3000);
				script.get(script.first(), key);
				script.mend();
				script.awaitStable();
				assertThat(script.state().member("a").store()).isEqualTo("a1");
				script.get(script.first(), key);
			})).isEmpty());
	}

	@Test
	void aStoreThatTakesWritesByAnOlderStateLosesThem() {
		assertNoticed(Safeguard.STALE_WRITES, 2, 1, (script) -> {
			String key = keptByA(script);
			stopFollowing(script, key);
			script.change((state) -> state.leave("a"));
			script.awaitStable();
			script.put(script.second(), key);
			script.get(script.first(), key);
		});
	}

	@Test
	void aStoreThatServesReadsByAnOlderStateShowsOldValues() {
		assertNoticed(Safeguard.STALE_READS, 2, 1, (script) -> {
			String key = keptByA(script);
			stopFollowing(script, key);
			script.change((state) -> state.leave("a"));
			script.awaitStable();
			script.put(script.first(), key);
			script.get(script.second(), key);
		});
	}

	@Test
	void aStoreThatIsListedWithoutBeingFencedTakesAWriteThatNobodySees() {
		assertNoticed(Safeguard.FENCE_BEFORE_LISTING, 3, 1, (script) -> {
			String key = keptByA(script);
			stopFollowing(script, key);
			script.cut("tell", "a");
			script.change((state) -> state.leave("a"));
			script.sleep(3000);
			script.put(script.second(), key);
			script.mend();
			script.awaitStable();
			script.get(script.first(), key);
		});
	}

	@Test
	void aWriteThatIsCheckedBeforeItsTransactionIsLost() {
		assertNoticed(Safeguard.WRITES_CHECKED, 2, 1, (script) -> {
			String key = keptByA(script);
			var write = script.begin(script.second(), key, Kind.PUT);
			script.sleep(5);
			script.change((state) -> state.leave("a"));
			script.await(write);
			script.awaitStable();
			script.get(script.first(), key);
		});
	}

	@Test
	void aReadThatIsCheckedBeforeItsTransactionFindsWhatWasCleaned() {
		assertNoticed(Safeguard.READS_CHECKED, 2, 1, (script) -> {
			String key = keptByA(script);
			var read = script.begin(script.second(), key, Kind.GET);
			script.sleep(5);
			script.change((state) -> state.leave("a"));
			script.await(read);
			script.awaitStable();
		});
	}

	@Test
	void aDeletionThatIsNotCheckedAgainDeletesWhatCameBack() {
		assertNoticed(Safeguard.CLEAN_CHECKED, 2, 1, (script) -> {
			String key = script.keyOf("a");
			script.put(script.first(), key);
			script.change((state) -> state.leave("a"));
			script.awaitStable();
			script.change((state) -> state.join(SimulatedRouter.member("a", 0)));
			script.awaitStable();
			script.sleep(3000);
			script.get(script.first(), key);
		});
	}

	@Test
	void aStoreThatAnswersForTheOneBeforeItKnowsNothing() {
		assertNoticed(Safeguard.STORE_ID, 3, 3, SafeguardTests::loseOneStore);
	}

	@Test
	void aNewStoreThatCountsAtOnceKnowsNothing() {
		assertNoticed(Safeguard.JOINT_FOR_NEW_STORE, 3, 3, SafeguardTests::loseOneStore);
	}

	@Test
	void aPhaseThatCountsAnswersByAnotherStateFindsNothing() {
		assertNoticed(Safeguard.ONE_STATE_PER_PHASE, 2, 1, (script) -> {
			String key = keptByA(script);
			stopFollowing(script, key);
			script.change((state) -> state.leave("a"));
			script.awaitStable();
			script.sleep(200);
			var read = script.begin(script.second(), key, Kind.GET);
			script.sleep(1);
			script.second().follows(true);
			script.await(read);
		});
	}

	/** A key of which a has had a value for some time. */
	private static String keptByA(Script script) {
		String key = script.keyOf("a");
		script.put(script.first(), key);
		script.sleep(200);
		return key;
	}

	/** The second router, which has read the key, hears of no change from here on. */
	private static void stopFollowing(Script script, String key) {
		script.get(script.second(), key);
		script.second().follows(false);
	}

	/** One replica misses a write, another one loses it, and the third one is away. */
	private static void loseOneStore(Script script) {
		String key = keptByA(script);
		script.cut("write", "c");
		script.cut("compare", "c");
		script.put(script.first(), key);
		script.node("a").wipe();
		script.node("a").start();
		script.cut("read", "b");
		script.cut("list", "c");
		script.get(script.first(), key);
		script.sleep(700);
		script.get(script.first(), key);
		script.mend();
		script.awaitStable();
		script.get(script.first(), key);
	}

	@Test
	void aReadThatWritesBackToTheNextRingAloneIsTakenBackByACancel() {
		assertNoticed(Safeguard.WRITE_BACK_TO_OLD, 2, 1, (script) -> {
			String key = keptByA(script);
			script.cut("list", "a");
			script.cut("write", "a");
			script.change((state) -> state.leave("a"));
			script.sleep(100);
			script.put(script.first(), key);
			script.mend();
			script.cut("list", "a");
			script.get(script.first(), key);
			script.change(RingState::cancelled);
			script.sleep(200);
			script.get(script.first(), key);
		});
	}

	@Test
	void aReadThatWritesBackToTheOldRingAloneIsTakenBackByTheSwitch() {
		assertNoticed(Safeguard.WRITE_BACK_TO_NEW, 3, 1, (script) -> {
			String key = keyThatMovesToB(script);
			script.put(script.first(), key);
			script.sleep(200);
			script.cut("list", "c");
			script.change(SafeguardTests::wide);
			script.sleep(300);
			script.cut("write", "b");
			script.put(script.first(), key);
			script.get(script.first(), key);
			script.mend();
			script.awaitStable();
			script.get(script.first(), key);
		});
	}

	@Test
	void aStoreThatCleansByAStateThatFewKnowLosesWhatACancelWants() {
		assertNoticed(Safeguard.CLEAN_WHEN_AGREED, 3, 1, (script) -> {
			UnaryOperator<RingState> joining = (state) -> state.join(SimulatedRouter.member("d", 11));
			String key = script.key((name) -> script.state().now().replicas(name).get(0).id().equals("a")
					&& joining.apply(script.state()).now().replicas(name).get(0).id().equals("d"));
			script.put(script.first(), key);
			script.sleep(200);
			script.cut("list", "a");
			script.change(joining);
			script.sleep(500);
			script.mend();
			List.of("b", "c", "d").forEach((node) -> script.cut("tell", node));
			script.sleep(3000);
			script.first().kill();
			script.second().kill();
			script.node("a").crash();
			script.mend();
			SimulatedRouter third = script.startWithoutLog();
			script.sleep(500);
			script.change(third, (state) -> state.isJoint() ? state.cancelled() : state);
			script.node("a").start();
			script.sleep(3000);
			script.get(third, key);
		});
	}

	@Test
	void aRouterWithoutALogThatIsPromisedNothingGoesOnFromAnOldRing() {
		assertNoticed(Safeguard.PROMISED_TERM, 3, 1, (script) -> {
			String key = keptByA(script);
			List.of("a", "b", "c").forEach((node) -> script.cut("r3 tell", node));
			SimulatedRouter third = script.startWithoutLog();
			script.sleep(300);
			List.of("status", "promise", "known").forEach((call) -> script.cut("r3 " + call, "c"));
			script.change((state) -> state.leave("a"));
			script.awaitStable();
			script.change((state) -> state.leave("b"));
			script.awaitStable();
			script.mend();
			List.of("tell", "status", "promise", "known", "read", "write")
				.forEach((call) -> script.cut("r3 " + call, "c"));
			script.sleep(1000);
			script.put(third, key);
			script.get(script.first(), key);
		});
	}

	@Test
	void aChangeThatOnlyTheLogHasIsNotLostWhenAnotherTermBegins() {
		assertThat(LongStream.range(0, SEEDS))
			.allSatisfy((seed) -> assertThat(Script.run(seed, Flaw.NONE, 3, 1, (script) -> {
				String key = keptByA(script);
				List.of("a", "b", "c").forEach((node) -> script.cut("tell", node));
				script.change((state) -> state.leave("a"));
				SimulatedRouter third = script.startWithoutLog();
				script.sleep(1000);
				third.kill();
				script.mend();
				script.sleep(1000);
				script.awaitStable();
				assertThat(script.state().snapshot().term()).isPositive();
				assertThat(script.state().members()).containsOnlyKeys("b", "c");
				script.get(script.first(), key);
			})).isEmpty());
	}

	@Test
	void aRebalanceThatIsCancelledBeforeItBeginsHasNoEndLater() {
		assertThat(LongStream.range(0, SEEDS)).allSatisfy((seed) -> Script.run(seed, Flaw.NONE, 3, 1, (script) -> {
			keptByA(script);
			script.change((state) -> state.leave("a"));
			script.first().afterLook(() -> script.change(RingState::cancelled));
			script.sleep(200);
			script.change((state) -> state.with(new RingSettings(state.settings().shape(),
					new FailOver(OnOwnerFailure.FAIL, 4, 0), state.settings().timing(), 1)));
			script.sleep(200);
			assertThat(script.first().ended()).isEmpty();
		}));
	}

	/** A key of a that b owns once positions are others. */
	private static String keyThatMovesToB(Script script) {
		RingState wide = wide(script.state());
		return script.key((name) -> script.state().now().replicas(name).get(0).id().equals("a")
				&& wide.now().replicas(name).get(0).id().equals("b"));
	}

	/** The ring with other positions. */
	private static RingState wide(RingState state) {
		RingSettings settings = state.settings();
		RingShape shape = settings.shape();
		return state.with(new RingSettings(new RingShape(shape.placement(), 13, shape.hash(), shape.virtualNodes()),
				settings.failOver(), settings.timing(), settings.replicas()));
	}

	/** Clients notice that a safeguard is missing, and notice nothing if it is there. */
	private static void assertNoticed(Safeguard lacking, int members, int replicas, Consumer<Script> script) {
		assertThat(LongStream.range(0, SEEDS))
			.allSatisfy((seed) -> assertThat(Script.run(seed, Flaw.NONE, members, replicas, script)).isEmpty());
		assertThat(LongStream.range(0, SEEDS)).anySatisfy(
				(seed) -> assertThat(Script.run(seed, new Flaw(lacking), members, replicas, script)).isNotEmpty());
	}

}
