package dev.hashring.router.kv.rebalance;

import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.hashring.protocol.Moving;
import dev.hashring.protocol.StoreStatus;
import dev.hashring.protocol.StoreStatus.State;
import dev.hashring.router.kv.rebalance.Copy.Outcome;
import dev.hashring.router.kv.replication.CatchUp;
import dev.hashring.router.kv.replication.Fencing;
import dev.hashring.router.kv.replication.Machine;
import dev.hashring.router.log.Change;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.peers.Peers;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One rebalance: what has to move for one joint state, and how far that is.
 */
final class Rebalance {

	private static final Logger log = LoggerFactory.getLogger(Rebalance.class);

	/** Parts that are copied at the same time, unless reads and writes go on. */
	private static final int AT_ONCE = 4;

	private static final Duration TURN = Duration.ofMillis(500);

	/** What all rebalances of a ring need. */
	record Means(LiveRing ring, Fencing fencing, CatchUp catchUp, Copy.Tools tools, Estimate estimate,
			Predicate<Member> isUp, Peers peers, Observer observer) {
	}

	private final RingState joint;

	private final Means means;

	private final Predicate<Rebalance> isCurrent;

	private final List<Part> parts;

	private final Set<Part> done = new LinkedHashSet<>();

	/** Since when members are away that will keep entries. */
	private final Map<String, Long> awaySince = new HashMap<>();

	/** Members that were away for too long. */
	private final Set<String> behind = new TreeSet<>();

	private final Instant startedAt = Instant.now();

	private @Nullable Moving all;

	private long keysDone;

	private long bytesDone;

	private volatile List<Waiting> waiting = List.of();

	/**
	 * One that has not begun.
	 * @param isCurrent whether it is still the one that the router runs
	 */
	Rebalance(RingState state, Means means, Predicate<Rebalance> isCurrent) {
		this.joint = state;
		this.means = means;
		this.isCurrent = isCurrent;
		this.parts = Part.of(state);
	}

	/** Whether entries still move between the same stores, and have all the while. */
	boolean isFor(RingState state) {
		return this.isCurrent.test(this) && state.snapshot().term() == this.joint.snapshot().term()
				&& state.now().equals(this.joint.now()) && state.later().equals(this.joint.later())
				&& state.snapshot().banned().equals(this.joint.snapshot().banned());
	}

	/** It can't begin a round, since too few members know the state of the ring. */
	void waitForTheRing() {
		this.waiting = List.of(new Waiting("the ring", "is not confirmed by enough members yet"));
	}

	/** A member holds what this brought it. */
	void brought(Member to, long keys, long bytes) {
		synchronized (this) {
			this.keysDone += keys;
			this.bytesDone += bytes;
		}
		this.means.observer().moved(to, keys, bytes, progress(this.joint));
	}

	/** Tries all parts that are not done, and switches when none is left. */
	void round(RingState state) {
		if (!state.isJoint() || !isFor(state)) {
			return;
		}
		Map<Member, StoreStatus> statuses = gently(this.means.catchUp()::lookAfterStores);
		if (!isFor(this.means.ring().state())) {
			return;
		}
		if (this.all == null) {
			this.all = count(state, statuses.keySet());
			this.means.observer().began(progress(state));
		}
		Set<Member> trusted = trusted(statuses);
		statuses.keySet().forEach((member) -> this.awaySince.remove(member.id()));
		Map<String, String> troubles = new LinkedHashMap<>();
		copyAll(state, trusted, troubles);
		this.waiting = troubles.entrySet()
			.stream()
			.map((trouble) -> new Waiting(trouble.getKey(), trouble.getValue()))
			.toList();
		if (this.done.size() == this.parts.size() && haveTheirStores(state)) {
			this.means.ring()
				.change("has moved all entries", (now) -> (now.isJoint() && isFor(now)) ? now.switched() : now);
		}
	}

	private <T> T gently(Supplier<T> step) {
		return this.means.tools().throttle().gently(step);
	}

	/** While clients read and write, at one member after the other. */
	private Moving count(RingState state, Set<Member> there) {
		Estimate estimate = this.means.estimate();
		if (!this.means.fencing().isInUse()) {
			return estimate.of(state, state);
		}
		return state.members()
			.values()
			.stream()
			.filter(there::contains)
			.map((member) -> gently(() -> estimate.of(List.of(member), state, state)))
			.reduce(Moving.NONE, Moving::plus);
	}

	private Set<Member> trusted(Map<Member, StoreStatus> statuses) {
		Set<Member> trusted = new LinkedHashSet<>();
		statuses.forEach((member, status) -> {
			boolean hasAll = status.state() == State.READY || status.state() == State.READ_ONLY;
			if (hasAll && Objects.equals(status.store(), member.store())) {
				trusted.add(member);
			}
		});
		return trusted;
	}

	private void copyAll(RingState state, Set<Member> trusted, Map<String, String> troubles) {
		Machine machine = this.means.tools().machine();
		Deque<Part> left = new ConcurrentLinkedDeque<>(this.parts);
		left.removeAll(this.done);
		List<CompletableFuture<?>> workers = Stream.<CompletableFuture<?>>generate(CompletableFuture::new)
			.limit(AT_ONCE)
			.toList();
		for (CompletableFuture<?> worker : workers) {
			machine.execute(() -> {
				try {
					while (!left.isEmpty() && isFor(this.means.ring().state()) && this.means.peers().leads()) {
						if (worker != workers.get(0) && this.means.fencing().isInUse()) {
							machine.await(workers.get(0), machine.in(TURN));
						}
						else {
							Optional.ofNullable(left.poll()).ifPresent((part) -> copy(state, part, trusted, troubles));
						}
					}
				}
				catch (RuntimeException ex) {
					log.error("Entries could not be copied", ex);
					left.clear();
				}
				finally {
					worker.complete(null);
				}
			});
		}
		CompletableFuture<?> all = CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new));
		while (!all.isDone()) {
			machine.await(all, machine.in(Duration.ofMinutes(1)));
		}
	}

	private void copy(RingState state, Part part, Set<Member> trusted, Map<String, String> troubles) {
		Outcome outcome = new Copy(state, part, trusted, this.means.tools()).run();
		synchronized (this) {
			// All of them, so that it is noted since when they are away.
			long tooLong = outcome.troubles().keySet().stream().filter(this::isAwayForTooLong).count();
			if (outcome.isEnough() && tooLong == outcome.troubles().size()) {
				this.done.add(part);
				outcome.troubles().keySet().forEach((member) -> this.behind.add(member.id()));
			}
			else {
				outcome.troubles().forEach((member, why) -> troubles.putIfAbsent(member.id(), why));
			}
		}
	}

	private boolean isAwayForTooLong(Member member) {
		long now = this.means.tools().machine().nanoTime();
		long since = this.awaySince.computeIfAbsent(member.id(), (id) -> now);
		return !this.means.isUp().test(member) && now - since >= this.joint.settings().timing().removal().toNanos();
	}

	/**
	 * How many entries only given-up stores had; null with several replicas, since others
	 * may have them.
	 */
	private @Nullable Long lost() {
		List<String> banned = this.joint.snapshot().banned();
		long lost = this.joint.members()
			.values()
			.stream()
			.map(Member::store)
			.filter((store) -> store != null && banned.contains(store))
			.mapToLong(this.means.catchUp()::lastCount)
			.sum();
		return (lost > 0 && this.joint.settings().replicas() == 1) ? lost : null;
	}

	/**
	 * The ids of the stores that will keep entries are checked once more before the
	 * switch. Those that keep them now may be lost already.
	 */
	private boolean haveTheirStores(RingState state) {
		Map<Member, StoreStatus> statuses = this.means.catchUp().statuses(state);
		return statuses.entrySet()
			.stream()
			.filter((status) -> state.later().members().containsValue(status.getKey()))
			.allMatch((status) -> Objects.equals(status.getKey().store(), status.getValue().store()));
	}

	void end(RingState after) {
		boolean isDone = after.members().keySet().equals(this.joint.later().members().keySet())
				&& after.settings().shape().equals(this.joint.later().settings().shape());
		this.means.observer().ended(progress(this.joint), isDone);
	}

	synchronized Progress progress(RingState state) {
		Moving counted = (this.all != null) ? this.all : Moving.NONE;
		return new Progress(Change.target(this.joint), this.joint.epoch() - 1, state.epoch() + 1, "joint",
				this.parts.size(), this.done.size(), Math.max(counted.keys(), this.keysDone), this.keysDone,
				Math.max(counted.bytes(), this.bytesDone), this.bytesDone, this.startedAt, this.waiting,
				List.copyOf(this.behind), lost());
	}

}
