package dev.hashring.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.Moving;
import dev.hashring.protocol.PositionRange;
import dev.hashring.protocol.StoreStatus;
import dev.hashring.protocol.Version;
import dev.hashring.router.kv.replication.Answers;
import dev.hashring.router.kv.replication.Entries;
import dev.hashring.router.kv.replication.NoAnswerException;
import dev.hashring.router.kv.replication.NoAnswerException.Kind;
import dev.hashring.router.kv.replication.Replicas;
import dev.hashring.router.kv.replication.Stores;
import dev.hashring.router.kv.replication.ToldStates;
import dev.hashring.router.kv.replication.Versioned;
import dev.hashring.router.kv.replication.Versioned.Value;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.simulation.Call.Answer;
import dev.hashring.simulation.Call.Outcome;
import dev.hashring.web.Memory.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * The stores as one router reaches them over the simulated network.
 */
final class SimulatedStores implements Stores, Entries {

	static final String ANOTHER_STATE = "knows another state";

	private final String router;

	private final Network network;

	private final World.Life life;

	private final ToldStates states;

	private final int page;

	private final Flaw flaw;

	/** The latest state that the router knows. */
	private final Supplier<RingState> latest;

	/** By which state each version was written first, for a flaw. */
	private final Map<Version, RingState> firstStates = new HashMap<>();

	SimulatedStores(String router, Network network, World.Life life, ToldStates states, int page, Flaw flaw,
			Supplier<RingState> latest) {
		this.router = router;
		this.network = network;
		this.life = life;
		this.states = states;
		this.page = page;
		this.flaw = flaw;
		this.latest = latest;
	}

	@Override
	public CompletableFuture<Optional<Versioned>> read(Replicas replicas, Member member, Deadline deadline,
			Reservation memory, Executor threads) {
		return Answers.in(threads,
				() -> readEntry("read", replicas, member, deadline, (store) -> store.read(replicas.key())));
	}

	@Override
	public CompletableFuture<Optional<Versioned>> head(Replicas replicas, Member member, Deadline deadline,
			Executor threads) {
		return Answers.in(threads, () -> readEntry("read", replicas, member, deadline,
				(store) -> store.read(replicas.key()).map(Versioned::withoutValue)));
	}

	private Optional<Versioned> readEntry(String name, Replicas replicas, Member member, Deadline deadline,
			Function<SimulatedStore, Optional<Versioned>> act) throws NoAnswerException {
		return perhapsAgain(replicas.state(), (state) -> ask(name, Call.Kind.READ, state, member, deadline, act));
	}

	private interface Asking<T> {

		T by(RingState state) throws NoAnswerException;

	}

	/** Without a safeguard, what was refused as stale is asked again by a later state. */
	private <T> T perhapsAgain(RingState state, Asking<T> asking) throws NoAnswerException {
		try {
			return asking.by(state);
		}
		catch (NoAnswerException ex) {
			if (ex.kind() == Kind.STALE && this.flaw.lacks(Safeguard.ONE_STATE_PER_PHASE)) {
				return asking.by(this.latest.get());
			}
			throw ex;
		}
	}

	@Override
	public CompletableFuture<?> write(Replicas replicas, Member member, Versioned entry, boolean repair,
			Deadline deadline, Executor threads) {
		return Answers.in(threads, () -> {
			Versioned written = this.flaw.lacks(Safeguard.SAME_VERSION) ? versionedAnew(replicas.state(), entry)
					: entry;
			return perhapsAgain(replicas.state(), (state) -> ask("write", Call.Kind.WRITE, state, member, deadline,
					(store) -> store.put(replicas.key(), written)));
		});
	}

	/** In a later state, the next version. */
	private Versioned versionedAnew(RingState state, Versioned entry) {
		RingState first = this.firstStates.computeIfAbsent(entry.version(), (version) -> state);
		if (first.snapshot().since() == state.snapshot().since()) {
			return entry;
		}
		return Versioned.of(new Version(entry.version().counter() + 1, entry.version().writer() + state.epoch()),
				entry.value());
	}

	@Override
	public CompletableFuture<Stored> writeNext(Replicas replicas, Member member, Value value, long writer,
			Deadline deadline, Executor threads) {
		return Answers.in(threads, () -> {
			try {
				return next(replicas, member, value, writer, deadline);
			}
			catch (NoAnswerException ex) {
				if (ex.kind() == Kind.SILENT && this.flaw.lacks(Safeguard.ONE_STEP_ONCE)) {
					return next(replicas, member, value, writer, deadline);
				}
				throw ex;
			}
		});
	}

	private Stored next(Replicas replicas, Member member, Value value, long writer, Deadline deadline)
			throws NoAnswerException {
		return ask("write", Call.Kind.WRITE, replicas.state(), member, deadline,
				(store) -> store.putNext(replicas.key(), value, writer));
	}

	@Override
	public KeyPage keys(RingState state, Member member, String prefix, String after, int limit, Deadline deadline)
			throws NoAnswerException {
		return ask("read", Call.Kind.READ, state, member, deadline, (store) -> store.keys(prefix, after, limit));
	}

	@Override
	public List<String> digests(RingState state, Member member, List<PositionRange> ranges, Deadline deadline)
			throws NoAnswerException {
		return ask("compare", Call.Kind.LIST, state, member, deadline, (store) -> store.digests(ranges));
	}

	@Override
	public PositionRange.Page range(RingState state, Member member, PositionRange range,
			PositionRange.@Nullable Item after, Deadline deadline) throws NoAnswerException {
		if (this.flaw.lacks(Safeguard.MAJORITY_OF_DONORS) && state.isJoint()
				&& !member.equals(state.now().replicas(range.from()).get(0))) {
			return new PositionRange.Page(List.of(), false);
		}
		return ask("list", Call.Kind.LIST, state, member, deadline, (store) -> store.range(range, after, this.page));
	}

	@Override
	public void tell(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		KnownRing told = this.network.known(this.states.of(state).stamp(), state);
		Call<Outcome> call = new Call<>("tell", Call.Kind.OPEN, null, store(member), (store) -> store.tell(told));
		Outcome outcome = served(send(state, member, call, deadline));
		if (outcome != Outcome.SERVED) {
			throw new NoAnswerException((outcome == Outcome.STALE) ? Kind.STALE : Kind.REFUSED, outcome.name());
		}
	}

	@Override
	public StoreStatus promise(RingState state, Member member, long term, Deadline deadline) throws NoAnswerException {
		return served(send(state, member,
				new Call<>("promise", Call.Kind.OPEN, null, null, (store) -> store.promise(term)), deadline))
			.orElseThrow(() -> new NoAnswerException(Kind.REFUSED, "has promised that before"));
	}

	@Override
	public void clean(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		ask("clean", Call.Kind.LIST, state, member, deadline, SimulatedStore::cleanByAgreement);
	}

	@Override
	public Optional<Known> known(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		return served(
				send(state, member, new Call<>("known", Call.Kind.OPEN, null, null, SimulatedStore::known), deadline));
	}

	@Override
	public EntryPage fetch(RingState state, Member member, List<String> keys, Deadline deadline, Reservation memory)
			throws NoAnswerException {
		return ask("list", Call.Kind.LIST, state, member, deadline, (store) -> store.fetch(keys, this.page));
	}

	@Override
	public void bring(RingState state, Member member, EntryPage page, Deadline deadline) throws NoAnswerException {
		ask("bring", Call.Kind.WRITE, state, member, deadline, (store) -> store.bring(page));
	}

	@Override
	public Moving moving(RingState state, Member member, RingState next, Deadline deadline) throws NoAnswerException {
		return ask("count", Call.Kind.LIST, state, member, deadline, (store) -> Moving.NONE);
	}

	@Override
	public StoreStatus status(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		return served(send(state, member, new Call<>("status", Call.Kind.OPEN, null, null, SimulatedStore::status),
				deadline));
	}

	@Override
	public void renew(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		throw new NoAnswerException(Kind.REFUSED, "is not damaged");
	}

	@Override
	public void recovered(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		throw new NoAnswerException(Kind.REFUSED, "does not recover");
	}

	private <T> T ask(String name, Call.Kind kind, RingState state, Member member, Deadline deadline,
			Function<SimulatedStore, T> act) throws NoAnswerException {
		Call<T> call = new Call<>(name, kind, this.states.of(state).stamp(), store(member), act);
		Answer<T> answer = send(state, member, call, deadline);
		if (answer.outcome() == Outcome.SEND_STATE) {
			tell(state, member, deadline);
			answer = send(state, member, call, deadline);
		}
		return served(answer);
	}

	private static String store(Member member) throws NoAnswerException {
		if (member.store() == null) {
			throw new NoAnswerException(Kind.UNREACHABLE, "has no store that the ring knows");
		}
		return member.store();
	}

	private <T> Answer<T> send(RingState state, Member member, Call<T> call, Deadline deadline)
			throws NoAnswerException {
		this.life.require();
		CompletableFuture<Answer<T>> answer = this.network.send(this.router, member.id(), call);
		this.life.await(answer, deadline.orIn(state.settings().timing().readTimeout()));
		if (!answer.isDone()) {
			throw new NoAnswerException(Kind.SILENT, "gave no answer in time");
		}
		return Objects.requireNonNull(answer.getNow(null));
	}

	private static <T> T served(Answer<T> answer) throws NoAnswerException {
		return switch (answer.outcome()) {
			case SERVED -> Objects.requireNonNull(answer.value());
			case STALE -> throw new NoAnswerException(Kind.STALE, ANOTHER_STATE);
			case SEND_STATE, REFUSED -> throw new NoAnswerException(Kind.REFUSED, "refused");
			case UNREACHABLE -> throw new NoAnswerException(Kind.UNREACHABLE, "can't be reached");
		};
	}

}
