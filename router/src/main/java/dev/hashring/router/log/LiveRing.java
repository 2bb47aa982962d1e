package dev.hashring.router.log;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import dev.hashring.router.ring.RingState;
import dev.hashring.web.WrongSettingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * The ring as it lives: one reference to an immutable state, which readers take without a
 * lock and which every change replaces as a whole. It follows its log: a state is in the
 * log before anybody sees it.
 */
@Component
public class LiveRing {

	private static final Logger logger = LoggerFactory.getLogger(LiveRing.class);

	private final RingLog log;

	private final Configured configured;

	private final List<Consumer<Step>> listeners = new CopyOnWriteArrayList<>();

	/** For those who derive the next state; the log decides who comes first. */
	private final ReentrantLock changing = new ReentrantLock();

	private volatile Living living;

	/** The state that is being appended, so that its ring is built once. */
	private volatile @Nullable RingState derived;

	/**
	 * A ring that goes on from its log, or starts anew with the configured members.
	 * @throws WrongSettingException if they can't stand on one ring
	 */
	public LiveRing(RingLog log, Configured configured) {
		this.log = log;
		this.configured = configured;
		this.living = begin();
		log.follow(this::advance);
		log.readAfter(this.living.state().epoch(), RingLog.KEPT).forEach(this::advance);
		warnOfFewMembers(this.living.state());
	}

	private static void warnOfFewMembers(RingState state) {
		int replicas = state.settings().replicas();
		int members = state.members().size();
		if (members > 0 && replicas > members) {
			logger.warn(
					"ring.replicas (RING_REPLICAS) is {}, but the ring has {} members, so it keeps {} copies of a value.",
					replicas, members, members);
		}
	}

	/** A state, and what the log says of it. */
	private record Living(RingState state, LoggedState logged) {
	}

	/**
	 * A state that took the place of another.
	 *
	 * @param logged what the log says of it
	 */
	public record Step(RingState before, RingState after, LoggedState logged) {
	}

	/** A state and the one that took its place; the same twice if nothing changed. */
	public record Transition(RingState before, RingState after) {
	}

	/** Until no other router, with the same log, is in between. */
	private Living begin() {
		Living living = null;
		while (living == null) {
			Optional<LoggedState> last = this.log.last();
			living = last.isPresent() ? goOn(last.get()) : start();
		}
		return living;
	}

	private @Nullable Living start() {
		RingState first = this.configured.start();
		return append(0, first, new LoggedState(first.snapshot(), Instant.now(), Change.first(first),
				"started with its configuration", this.configured));
	}

	private @Nullable Living goOn(LoggedState last) {
		RingState was = RingState.of(last.state());
		if (this.configured.equals(last.configured())) {
			return new Living(was, last);
		}
		if (was.isJoint()) {
			logger
				.warn("Entries are still moving. What has changed in the configuration counts from the next start on.");
			return new Living(was, last);
		}
		RingState now = this.configured.goOn(was, last.configured());
		return append(was.epoch(), now, (now != was) ? logged(was, now, "was configured")
				: new LoggedState(last.state(), last.time(), last.change(), last.why(), this.configured));
	}

	private @Nullable Living append(long expectedEpoch, RingState state, LoggedState logged) {
		return this.log.append(expectedEpoch, logged) ? new Living(state, logged) : null;
	}

	private LoggedState logged(RingState before, RingState after, String why) {
		return new LoggedState(after.snapshot(), Instant.now(), Change.between(before, after), why, this.configured);
	}

	/**
	 * The state at this moment. To decide something, take it once and use it for all.
	 */
	public RingState state() {
		return this.living.state();
	}

	/** Whether its log is known to have no later state. */
	public boolean isLatest() {
		try {
			return this.log.last().filter((last) -> last.epoch() > state().epoch()).isEmpty();
		}
		catch (LogFailedException ex) {
			return false;
		}
	}

	/**
	 * Takes over what others have changed, so that what is decided next is decided by the
	 * newest state.
	 * @throws LogFailedException if that can't be known
	 */
	public void catchUp() {
		this.log.last();
	}

	/** Whether it can be changed, and would see what others change. */
	public boolean isReachable() {
		return this.log.isReachable();
	}

	/** The state of an epoch, if the log still has it; its ring is built again. */
	public Optional<RingState> state(long epoch) {
		RingState now = state();
		return (epoch == now.epoch()) ? Optional.of(now)
				: this.log.read(epoch).map((logged) -> RingState.of(logged.state()));
	}

	/** The states after an epoch, oldest first, as far as the log still has them. */
	public List<LoggedState> history(long afterEpoch, int limit) {
		return this.log.readAfter(afterEpoch, limit);
	}

	/** Has a listener told of each change, in order, once everybody can see it. */
	public void listen(Consumer<Step> listener) {
		this.listeners.add(listener);
	}

	/**
	 * Changes the ring: the one way to do so.
	 * @param why for those who read the history, to follow a member's name
	 * @param step derives the next state from the last; what it throws leaves the ring as
	 * it is
	 * @throws LogFailedException if the next state can't be written
	 */
	public Transition change(String why, UnaryOperator<RingState> step) {
		this.changing.lock();
		try {
			while (true) {
				RingState before = state();
				RingState after = step.apply(before);
				if (after == before) {
					return new Transition(before, after);
				}
				this.derived = after;
				if (this.log.append(before.epoch(), logged(before, after, why))) {
					return new Transition(before, after);
				}
			}
		}
		finally {
			this.derived = null;
			this.changing.unlock();
		}
	}

	private synchronized void advance(LoggedState next) {
		RingState before = state();
		if (next.epoch() < before.epoch()) {
			return;
		}
		RingState built = this.derived;
		if (next.epoch() == before.epoch()) {
			this.living = new Living(before, next);
			return;
		}
		RingState after = (built != null && next.state().equals(built.snapshot())) ? built : RingState.of(next.state());
		this.living = new Living(after, next);
		Step step = new Step(before, after, next);
		this.listeners.forEach((listener) -> listener.accept(step));
	}

}
