package dev.hashring.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import dev.hashring.protocol.RingStamp;
import dev.hashring.router.ring.RingState;
import dev.hashring.simulation.Call.Answer;
import dev.hashring.simulation.Call.Outcome;

/**
 * Brings calls to nodes, each link at a speed of its own; loses some, and brings some
 * very late.
 */
final class Network {

	private static final Duration LATE = Duration.ofMillis(150);

	private static final Duration VERY_LATE = Duration.ofMillis(1500);

	private final World world;

	private final Map<String, SimulatedNode> nodes = new TreeMap<>();

	private final Map<String, Duration> speeds = new HashMap<>();

	private final List<String> cuts = new ArrayList<>();

	/** What stores are told of states, worked out once. */
	private final Map<RingStamp, KnownRing> rings = new HashMap<>();

	private double lost;

	private double late;

	Network(World world, double lost, double late) {
		this.world = world;
		this.lost = lost;
		this.late = late;
	}

	Map<String, SimulatedNode> nodes() {
		return this.nodes;
	}

	KnownRing known(RingStamp stamp, RingState state) {
		return this.rings.computeIfAbsent(stamp, (missing) -> KnownRing.of(stamp, RingState.of(state.snapshot())));
	}

	/**
	 * Lets calls of a kind, such as {@code r1 tell} or {@code tell}, not reach a node.
	 */
	void cut(String call, String node) {
		this.cuts.add(call + " " + node);
		this.world.note("cut " + call + " " + node);
	}

	void mend() {
		this.cuts.clear();
	}

	/** From now on all messages arrive in time. */
	void heal() {
		mend();
		this.lost = 0;
		this.late = 0;
	}

	/** Sends a call; the future stays open if there is no answer. */
	<T> CompletableFuture<Answer<T>> send(String router, String node, Call<T> call) {
		CompletableFuture<Answer<T>> answer = new CompletableFuture<>();
		SimulatedNode to = this.nodes.get(node);
		String link = call.name() + " " + node;
		if (to == null || this.cuts.contains(link) || this.cuts.contains(router + " " + link)) {
			this.world.after(delay(router, node), () -> answer.complete(Answer.of(Outcome.UNREACHABLE)));
			return answer;
		}
		if (this.world.chance(this.lost)) {
			return answer;
		}
		this.world.after(delay(router, node), () -> to.receive(call, (what) -> {
			if (!this.world.chance(this.lost)) {
				this.world.after(delay(router, node), () -> answer.complete(what));
			}
		}));
		return answer;
	}

	private Duration delay(String router, String node) {
		if (this.world.chance(this.late)) {
			return this.world.upTo(this.world.chance(0.3) ? VERY_LATE : LATE);
		}
		return this.world.upTo(this.speeds.computeIfAbsent(router + " " + node,
				(link) -> Duration.ofMillis(1 + (this.world.chance(0.3) ? this.world.random().nextInt(40) : 3))));
	}

}
