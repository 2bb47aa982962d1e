package dev.hashring.router.membership;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

import dev.hashring.router.membership.EventLog.News;
import dev.hashring.router.membership.EventLog.Type;
import dev.hashring.web.Refusal;
import dev.hashring.web.WrongSettingException;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * The ring as it lives: one reference to an immutable state, which readers take without a
 * lock and which every change replaces as a whole.
 */
@Component
public class LiveRing {

	private static final int KEPT = 64;

	private final AtomicReference<RingState> current;

	private final ConcurrentSkipListMap<Long, Snapshot> kept = new ConcurrentSkipListMap<>();

	private final ReentrantLock changing = new ReentrantLock();

	private final StateFile file;

	private final EventLog events;

	private volatile boolean holdsEntries;

	/**
	 * A ring that goes on from its file, or starts anew with the configured members.
	 * @throws WrongSettingException if they can't stand on one ring
	 */
	LiveRing(RingSettings settings, RingStart start, StateFile file, EventLog events) {
		this.file = file;
		this.events = events;
		StateFile.Start from = file.read()
			.orElseGet(() -> new StateFile.Start(start(settings, start.members()), false));
		RingState first = from.state();
		this.holdsEntries = from.holdsEntries();
		try {
			file.write(first, this.holdsEntries);
		}
		catch (IOException ex) {
			throw new WrongSettingException("ring.state-file can't be written: %s.".formatted(ex));
		}
		this.kept.put(first.epoch(), first.snapshot());
		this.current = new AtomicReference<>(first);
	}

	private static RingState start(RingSettings settings, List<Member> members) {
		try {
			return RingState.of(new Snapshot(1, settings, members, List.of()));
		}
		catch (IllegalArgumentException ex) {
			throw new WrongSettingException("ring: " + ex.getMessage());
		}
	}

	/**
	 * The state at this moment. Who decides something takes it once, and uses it for all.
	 */
	public RingState state() {
		return this.current.get();
	}

	/** One of the last {@value #KEPT} states since the router started. */
	public Optional<RingState> state(long epoch) {
		RingState now = state();
		return (epoch == now.epoch()) ? Optional.of(now) : Optional.ofNullable(this.kept.get(epoch)).map(RingState::of);
	}

	/** A state and the one that took its place; the same twice if nothing changed. */
	public record Transition(RingState before, RingState after) {
	}

	/**
	 * Changes the ring: the one way to do so. Changes happen one after the other; each is
	 * in the state's file before anybody sees it, and in the events before the next.
	 * @param reason why, for those who read the events, to follow a member's name
	 * @param step derives the next state from the last; what it throws leaves the ring as
	 * it is
	 * @throws Refusal with status 409 if members hold entries and that would move any;
	 * with status 503 if the next state can't be written
	 */
	public Transition change(String reason, UnaryOperator<RingState> step) {
		this.changing.lock();
		try {
			RingState before = state();
			RingState after = step.apply(before);
			if (after != before) {
				if (this.holdsEntries && before.movesEntriesTo(after)) {
					throw new Refusal(HttpStatus.CONFLICT,
							"The nodes keep key-value pairs, and this change would move a part of the ring. That is not possible yet. Deleted keys count, too.");
				}
				keep(after, this.holdsEntries);
				this.kept.put(after.epoch(), after.snapshot());
				this.kept.headMap(after.epoch() - KEPT, true).clear();
				this.events.add(() -> this.current.set(after), news(before, after, reason));
			}
			return new Transition(before, after);
		}
		finally {
			this.changing.unlock();
		}
	}

	private void keep(RingState state, boolean entries) {
		try {
			this.file.write(state, entries);
		}
		catch (IOException ex) {
			throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE,
					"The ring is as before, since its next state can't be written: %s.", ex);
		}
	}

	/** Whether members may hold entries, so that the ring has to stand still. */
	public boolean holdsEntries() {
		return this.holdsEntries;
	}

	/**
	 * Says that members hold entries, or are about to: from then on no change of the ring
	 * moves any. This outlives the router as the state does.
	 * @param by the state that decides where they lie
	 * @return whether they do lie so; false if the ring has moved on
	 * @throws Refusal with status 503 if that can't be written
	 */
	public boolean holdEntries(RingState by) {
		if (!this.holdsEntries) {
			this.changing.lock();
			try {
				if (!by.movesEntriesTo(state()) && !this.holdsEntries) {
					keep(state(), true);
					this.holdsEntries = true;
				}
			}
			finally {
				this.changing.unlock();
			}
		}
		return !by.movesEntriesTo(state());
	}

	private static List<News> news(RingState before, RingState after, String reason) {
		List<News> news = new ArrayList<>();
		boolean sameSettings = before.settings().equals(after.settings());
		if (!sameSettings) {
			news.add(new News(Type.SETTINGS, after.epoch(), null, before.settings().changesTo(after.settings())));
		}
		after.members().forEach((id, member) -> {
			Member was = before.members().get(id);
			// Other settings may give other positions, which is no news of the member.
			if (was == null || (sameSettings && !member.equals(was))) {
				news.add(new News(Type.JOIN, after.epoch(), id, reason));
			}
		});
		before.members()
			.keySet()
			.stream()
			.filter((id) -> !after.members().containsKey(id))
			.forEach((id) -> news.add(new News(Type.LEAVE, after.epoch(), id, reason)));
		return news;
	}

}
