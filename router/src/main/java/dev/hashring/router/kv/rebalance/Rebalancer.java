package dev.hashring.router.kv.rebalance;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

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
import dev.hashring.router.peers.Peers;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.web.Memory;
import org.jspecify.annotations.Nullable;

/**
 * Runs rebalances: while the ring is in a joint state it copies what has to move, part by
 * part, and then switches to the next ring. It keeps nothing that it needs: after a crash
 * it begins again, and finds what was copied.
 */
public class Rebalancer {

	private static final Duration PAUSE = Duration.ofMillis(500);

	private final Rebalance.Means means;

	private final AtomicBoolean running = new AtomicBoolean();

	private volatile @Nullable Rebalance current;

	/**
	 * What runs the rebalances of a ring.
	 * @param peers know whether this router is the one that runs them
	 * @param bytesPerSecond how fast entries may travel; 0: without a bound
	 */
	public Rebalancer(LiveRing ring, Fencing fencing, CatchUp catchUp, Stores stores, Polls polls, Machine machine,
			Memory memory, Predicate<Member> isUp, Peers peers, long bytesPerSecond, Observer observer) {
		Copy.Tools tools = new Copy.Tools(stores, polls, machine, memory,
				new Throttle(machine, bytesPerSecond, fencing::isInUse), this::brought);
		this.means = new Rebalance.Means(ring, fencing, catchUp, tools, new Estimate(stores, polls, machine), isUp,
				peers, observer);
		ring.listen(this::follow);
	}

	private synchronized void follow(Step step) {
		Rebalance last = this.current;
		if (last != null && !step.after().isJoint()) {
			// What was copied for it may be cleaned now, even if the same change comes
			// again.
			this.current = null;
			if (this.means.peers().leads()) {
				this.means.tools().machine().execute(() -> last.end(step.after()));
			}
		}
		begin();
	}

	/** Begins to copy, if entries have to move and nothing moves them yet. */
	public void begin() {
		if (hasToRun() && this.running.compareAndSet(false, true)) {
			this.means.tools().machine().execute(() -> {
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
		return this.means.ring().state().isJoint() && this.means.peers().leads();
	}

	/** How far the rebalance is that is under way; empty if none is. */
	public Optional<Progress> progress() {
		RingState state = this.means.ring().state();
		if (!state.isJoint()) {
			return Optional.empty();
		}
		Optional<Progress> elsewhere = this.means.peers().leads() ? Optional.empty()
				: this.means.observer().elsewhere().filter((told) -> told.change().equals(Change.target(state)));
		return elsewhere.or(() -> {
			Rebalance now = this.current;
			return Optional.of(((now != null) ? now : newRebalance(state)).progress(state));
		});
	}

	private void run() {
		Machine machine = this.means.tools().machine();
		RingState state = this.means.ring().state();
		while (state.isJoint() && this.means.peers().leads()) {
			Rebalance now = rebalanceFor(state);
			try {
				if (hasUnnamed(state)) {
					// First of all, so that reads and writes wait for one new state only.
					this.means.catchUp().lookAfterStores();
				}
				now.round(this.means.fencing().state(machine.deadline(state)));
			}
			catch (NotAgreedException | StaleStateException | LogFailedException ex) {
				now.waitForTheRing();
			}
			state = this.means.ring().state();
			if (state.isJoint() && now.isFor(state)) {
				if (state.everyone().values().stream().noneMatch(this.means.isUp())) {
					// Another router may reach them.
					this.means.peers().resign();
				}
				this.means.observer().goesOn(now.progress(state));
				machine.await(new CompletableFuture<>(), machine.in(PAUSE));
				state = this.means.ring().state();
			}
		}
		if (!this.means.peers().leads()) {
			// Another router goes on with it, and tells of its end.
			this.current = null;
		}
	}

	/** Whether a member joins of which it is not known yet which store it has. */
	private static boolean hasUnnamed(RingState state) {
		return state.later().members().values().stream().anyMatch((member) -> member.store() == null);
	}

	private synchronized Rebalance rebalanceFor(RingState state) {
		Rebalance last = this.current;
		if (last != null && last.isFor(state)) {
			return last;
		}
		Rebalance next = newRebalance(state);
		// If the state has moved on, nothing would end this one.
		if (this.means.ring().state() == state) {
			this.current = next;
		}
		return next;
	}

	private Rebalance newRebalance(RingState state) {
		return new Rebalance(state, this.means, (one) -> one == this.current);
	}

	private void brought(Member to, long keys, long bytes) {
		Rebalance now = this.current;
		if (now != null) {
			now.brought(to, keys, bytes);
		}
	}

}
