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
import java.util.concurrent.atomic.AtomicBoolean;
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
import dev.hashring.router.kv.replication.NotAgreedException;
import dev.hashring.router.kv.replication.Polls;
import dev.hashring.router.kv.replication.StaleStateException;
import dev.hashring.router.kv.replication.Stores;
import dev.hashring.router.log.Change;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.log.LiveRing.Step;
import dev.hashring.router.log.LogFailedException;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.peers.Peers;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.web.Memory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs rebalances: while the ring is in a joint state it copies what has to move, part by
 * part, and then switches to the next ring. It keeps nothing that it needs: after a crash
 * it begins again, and finds what was copied.
 */
public class Rebalancer {

	private static final Logger log = LoggerFactory.getLogger(Rebalancer.class);

	/** Parts that are copied at the same time, unless reads and writes go on. */
	private static final int AT_ONCE = 4;

	private static final Duration PAUSE = Duration.ofMillis(500);

	private final LiveRing ring;

	private final Fencing fencing;

	private final CatchUp catchUp;

	private final Copy.Tools tools;

	private final Estimate estimate;

	private final Predicate<Member> isUp;

	private final Peers peers;

	private final Observer observer;

	private final AtomicBoolean running = new AtomicBoolean();

	private volatile @Nullable Work work;

	/** Is told of what becomes of a rebalance. */
	public interface Observer {

		void began(Progress progress);

		void moved(Member to, long keys, long bytes, Progress progress);

		void ended(Progress progress, boolean isDone);

		/** Parts of it were tried. */
		default void goesOn(Progress progress) {
		}

		/** How far another router is that runs one. */
		default Optional<Progress> elsewhere() {
			return Optional.empty();
		}

	}

	/**
	 * What runs the rebalances of a ring.
	 * @param peers know whether this router is the one that runs them
	 * @param bytesPerSecond how fast entries may travel; 0: without a bound
	 */
	public Rebalancer(LiveRing ring, Fencing fencing, CatchUp catchUp, Stores stores, Polls polls, Machine machine,
			Memory memory, Predicate<Member> isUp, Peers peers, long bytesPerSecond, Observer observer) {
		this.ring = ring;
		this.fencing = fencing;
		this.catchUp = catchUp;
		this.tools = new Copy.Tools(stores, polls, machine, memory,
				new Throttle(machine, bytesPerSecond, fencing::isInUse), this::brought);
		this.estimate = new Estimate(stores, polls, machine);
		this.isUp = isUp;
		this.peers = peers;
		this.observer = observer;
		ring.listen(this::follow);
	}

	private synchronized void follow(Step step) {
		Work last = this.work;
		if (last != null && !step.after().isJoint()) {
			// What was copied for it may be cleaned now, even if the same change comes
			// again.
			this.work = null;
			if (this.peers.leads()) {
				this.tools.machine().execute(() -> last.end(step.after()));
			}
		}
		begin();
	}

	/** Begins to copy, if entries have to move and nothing moves them yet. */
	public void begin() {
		if (hasToRun() && this.running.compareAndSet(false, true)) {
			this.tools.machine().execute(() -> {
				try {
					run();
				}
				finally {
					this.running.set(false);
				}
				begin();
			});
		}
	}

	private boolean hasToRun() {
		return this.ring.state().isJoint() && this.peers.leads();
	}

	/** How far the rebalance is that is under way; empty if none is. */
	public Optional<Progress> progress() {
		RingState state = this.ring.state();
		if (!state.isJoint()) {
			return Optional.empty();
		}
		Optional<Progress> elsewhere = this.peers.leads() ? Optional.empty()
				: this.observer.elsewhere().filter((told) -> told.change().equals(Change.target(state)));
		return elsewhere.or(() -> {
			Work now = this.work;
			return Optional.of(((now != null) ? now : new Work(state)).progress(state));
		});
	}

	private void run() {
		RingState state = this.ring.state();
		while (state.isJoint() && this.peers.leads()) {
			Work now = workFor(state);
			try {
				if (hasUnnamed(state)) {
					// First of all, so that reads and writes wait for one new state only.
					this.catchUp.lookAfterStores();
				}
				now.round(this.fencing.state(this.tools.machine().deadline(state)));
			}
			catch (NotAgreedException | StaleStateException | LogFailedException ex) {
				now.waiting = List.of(new Waiting("the ring", "is not confirmed by enough members yet"));
			}
			state = this.ring.state();
			if (state.isJoint() && now.isFor(state)) {
				if (state.everyone().values().stream().noneMatch(this.isUp)) {
					// Another router may reach them.
					this.peers.resign();
				}
				this.observer.goesOn(now.progress(state));
				this.tools.machine().await(new CompletableFuture<>(), in(PAUSE));
				state = this.ring.state();
			}
		}
		if (!this.peers.leads()) {
			// Another router goes on with it, and tells of its end.
			this.work = null;
		}
	}

	/** Whether a member joins of which it is not known yet which store it has. */
	private static boolean hasUnnamed(RingState state) {
		return state.later().members().values().stream().anyMatch((member) -> member.store() == null);
	}

	private synchronized Work workFor(RingState state) {
		Work last = this.work;
		if (last != null && last.isFor(state)) {
			return last;
		}
		Work next = new Work(state);
		// If that is over by now, nobody would end it.
		if (this.ring.state() == state) {
			this.work = next;
		}
		return next;
	}

	private void brought(Member to, long keys, long bytes) {
		Work now = this.work;
		if (now != null) {
			synchronized (now) {
				now.keysDone += keys;
				now.bytesDone += bytes;
			}
			this.observer.moved(to, keys, bytes, now.progress(now.begun));
		}
	}

	private Deadline in(Duration duration) {
		return this.tools.machine().in(duration);
	}

	/** What is to be done for one joint state. */
	private final class Work {

		private final RingState begun;

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

		private Work(RingState state) {
			this.begun = state;
			this.parts = Part.of(state);
		}

		/** Whether entries still move between the same stores, and have all the while. */
		boolean isFor(RingState state) {
			return this == Rebalancer.this.work && state.snapshot().term() == this.begun.snapshot().term()
					&& state.now().equals(this.begun.now()) && state.later().equals(this.begun.later())
					&& state.snapshot().banned().equals(this.begun.snapshot().banned());
		}

		/** Tries all parts that are not done, and switches when none is left. */
		void round(RingState state) {
			if (!state.isJoint() || !isFor(state)) {
				return;
			}
			Map<Member, StoreStatus> statuses = gently(Rebalancer.this.catchUp::lookAfterStores);
			if (!isFor(Rebalancer.this.ring.state())) {
				return;
			}
			if (this.all == null) {
				this.all = count(state, statuses.keySet());
				Rebalancer.this.observer.began(progress(state));
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
				Rebalancer.this.ring.change("has moved all entries",
						(now) -> (now.isJoint() && isFor(now)) ? now.switched() : now);
			}
		}

		private <T> T gently(Supplier<T> step) {
			return Rebalancer.this.tools.throttle().gently(step);
		}

		/** While clients read and write, at one member after the other. */
		private Moving count(RingState state, Set<Member> there) {
			Estimate estimate = Rebalancer.this.estimate;
			if (!Rebalancer.this.fencing.isInUse()) {
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
			Machine machine = Rebalancer.this.tools.machine();
			Deque<Part> left = new ConcurrentLinkedDeque<>(this.parts);
			left.removeAll(this.done);
			List<CompletableFuture<?>> workers = Stream.<CompletableFuture<?>>generate(CompletableFuture::new)
				.limit(AT_ONCE)
				.toList();
			for (CompletableFuture<?> worker : workers) {
				machine.execute(() -> {
					try {
						while (!left.isEmpty() && isFor(Rebalancer.this.ring.state())
								&& Rebalancer.this.peers.leads()) {
							if (worker != workers.get(0) && Rebalancer.this.fencing.isInUse()) {
								machine.await(workers.get(0), in(PAUSE));
							}
							else {
								Optional.ofNullable(left.poll())
									.ifPresent((part) -> copy(state, part, trusted, troubles));
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
				machine.await(all, in(Duration.ofMinutes(1)));
			}
		}

		private void copy(RingState state, Part part, Set<Member> trusted, Map<String, String> troubles) {
			Outcome outcome = new Copy(state, part, trusted, Rebalancer.this.tools).run();
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
			long now = Rebalancer.this.tools.machine().nanoTime();
			long since = this.awaySince.computeIfAbsent(member.id(), (id) -> now);
			return !Rebalancer.this.isUp.test(member)
					&& now - since >= this.begun.settings().timing().removal().toNanos();
		}

		/**
		 * What only stores had that were given up. Of more than one replica, others may
		 * have it.
		 */
		private @Nullable Long lost() {
			List<String> banned = this.begun.snapshot().banned();
			long lost = this.begun.members()
				.values()
				.stream()
				.map(Member::store)
				.filter((store) -> store != null && banned.contains(store))
				.mapToLong(Rebalancer.this.catchUp::lastCount)
				.sum();
			return (lost > 0 && this.begun.settings().replicas() == 1) ? lost : null;
		}

		/**
		 * The ids of the stores that will keep entries are checked once more before the
		 * switch. Those that keep them now may be lost already.
		 */
		private boolean haveTheirStores(RingState state) {
			Map<Member, StoreStatus> statuses = Rebalancer.this.catchUp.statuses(state);
			return statuses.entrySet()
				.stream()
				.filter((status) -> state.later().members().containsValue(status.getKey()))
				.allMatch((status) -> Objects.equals(status.getKey().store(), status.getValue().store()));
		}

		void end(RingState after) {
			boolean isDone = after.members().keySet().equals(this.begun.later().members().keySet())
					&& after.settings().shape().equals(this.begun.later().settings().shape());
			Rebalancer.this.observer.ended(progress(this.begun), isDone);
		}

		synchronized Progress progress(RingState state) {
			Moving counted = (this.all != null) ? this.all : Moving.NONE;
			return new Progress(Change.target(this.begun), this.begun.epoch() - 1, state.epoch() + 1, "joint",
					this.parts.size(), this.done.size(), Math.max(counted.keys(), this.keysDone), this.keysDone,
					Math.max(counted.bytes(), this.bytesDone), this.bytesDone, this.startedAt, this.waiting,
					List.copyOf(this.behind), lost());
		}

	}

}
