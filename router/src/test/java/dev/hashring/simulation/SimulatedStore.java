package dev.hashring.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.hashring.node.store.Fence;
import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.PositionRange;
import dev.hashring.protocol.StoreStatus;
import dev.hashring.protocol.Version;
import dev.hashring.router.kv.replication.Entries.Stored;
import dev.hashring.router.kv.replication.Stores.Known;
import dev.hashring.router.kv.replication.Versioned;
import dev.hashring.router.kv.replication.Versioned.Value;
import dev.hashring.simulation.Call.Answer;
import dev.hashring.simulation.Call.Kind;
import dev.hashring.simulation.Call.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A store as a disk: what is in it outlives its process.
 */
final class SimulatedStore {

	private static final int BATCH = 2;

	private final String id;

	private final SimulatedNode node;

	private final World world;

	private final Flaw flaw;

	private final TreeMap<String, Versioned> entries = new TreeMap<>();

	private @Nullable KnownRing ring;

	/** The term below which it refuses all calls. */
	private long promised;

	/** A state that it may clean by. */
	private @Nullable KnownRing agreed;

	SimulatedStore(String id, SimulatedNode node, World world, Flaw flaw) {
		this.id = id;
		this.node = node;
		this.world = world;
		this.flaw = flaw;
	}

	String id() {
		return this.id;
	}

	Map<String, Versioned> entries() {
		return this.entries;
	}

	@Nullable KnownRing ring() {
		return this.ring;
	}

	/** Checks a call and does what it says, in one transaction. */
	<T> void serve(Call<T> call, Consumer<Answer<T>> reply) {
		Outcome outcome = check(call);
		if (outcome != Outcome.SERVED) {
			reply.accept(Answer.of(outcome));
		}
		else if ((call.kind() == Kind.WRITE && this.flaw.lacks(Safeguard.WRITES_CHECKED))
				|| (call.kind() == Kind.READ && this.flaw.lacks(Safeguard.READS_CHECKED))) {
			this.node.later(this.world.upTo(Duration.ofMillis(250)), () -> act(call, reply));
		}
		else {
			act(call, reply);
		}
	}

	private <T> void act(Call<T> call, Consumer<Answer<T>> reply) {
		reply.accept(new Answer<>(Outcome.SERVED, call.act().apply(this)));
	}

	private Outcome check(Call<?> call) {
		if (call.store() != null && !call.store().equals(this.id) && !this.flaw.lacks(Safeguard.STORE_ID)) {
			return Outcome.REFUSED;
		}
		if (call.stamp() == null) {
			return Outcome.SERVED;
		}
		boolean isRead = call.kind() == Kind.READ
				|| (call.kind() == Kind.LIST && this.flaw.lacks(Safeguard.FENCE_BEFORE_LISTING));
		return switch (fence().check(call.stamp(), isRead)) {
			case SERVE -> Outcome.SERVED;
			case SEND_STATE -> Outcome.SEND_STATE;
			case STALE -> mayBeStale(call) ? Outcome.SERVED : Outcome.STALE;
		};
	}

	private boolean mayBeStale(Call<?> call) {
		return (call.kind() == Kind.READ && this.flaw.lacks(Safeguard.STALE_READS))
				|| (call.kind() == Kind.WRITE && this.flaw.lacks(Safeguard.STALE_WRITES));
	}

	private Fence fence() {
		return new Fence((this.ring != null) ? this.ring.stamp() : null, this.promised);
	}

	/** Puts a state on the disk, if it is later than the one there. */
	Outcome tell(KnownRing told) {
		if (fence().check(told.stamp(), true) == Fence.Verdict.STALE) {
			return Outcome.STALE;
		}
		if (this.ring != null && told.stamp().equals(this.ring.stamp())) {
			return Outcome.SERVED;
		}
		if (told.state().banned().contains(this.id)) {
			this.node.renew();
			return Outcome.REFUSED;
		}
		this.ring = told;
		this.promised = Math.max(this.promised, told.stamp().term());
		clean();
		return Outcome.SERVED;
	}

	/** Refuses calls by earlier terms; empty if it has promised that before. */
	Optional<StoreStatus> promise(long term) {
		if (this.flaw.lacks(Safeguard.PROMISED_TERM)) {
			return Optional.of(status());
		}
		if (term <= this.promised) {
			return Optional.empty();
		}
		this.promised = term;
		return Optional.of(status());
	}

	/** The same, now that enough stores know the state that it knows. */
	boolean cleanByAgreement() {
		this.agreed = this.ring;
		clean();
		return true;
	}

	/** Begins to delete what this store is no keeper of. */
	void clean() {
		KnownRing known = this.ring;
		if (known != null && mayClean(known)) {
			this.node.later(this.world.upTo(Duration.ofMillis(40)), () -> cleanBatch(known));
		}
	}

	private boolean mayClean(KnownRing known) {
		boolean isNamed = known.state().members().stream().anyMatch((member) -> this.id.equals(member.store()));
		boolean isAgreed = !isNamed || known == this.agreed || this.flaw.lacks(Safeguard.CLEAN_WHEN_AGREED);
		return this.flaw.lacks(Safeguard.CLEAN_AFTER_SWITCH) || (!known.isJoint() && isAgreed);
	}

	private void cleanBatch(KnownRing known) {
		List<String> batch = this.entries.keySet()
			.stream()
			.filter((key) -> !known.later().keeps(this.id, key))
			.limit(BATCH)
			.toList();
		if (batch.isEmpty() || known != this.ring) {
			return;
		}
		if (this.flaw.lacks(Safeguard.CLEAN_CHECKED)) {
			this.node.later(this.world.upTo(Duration.ofSeconds(2)), () -> {
				batch.forEach(this.entries::remove);
				cleanBatch(known);
			});
		}
		else {
			this.world.note(this.id + " deletes " + batch);
			batch.forEach(this.entries::remove);
			this.node.later(this.world.upTo(Duration.ofMillis(5)), () -> cleanBatch(known));
		}
	}

	/** Whether it has nothing that it is no keeper of. */
	boolean isClean() {
		KnownRing known = this.ring;
		return known == null || this.entries.keySet().stream().allMatch((key) -> known.later().keeps(this.id, key));
	}

	Optional<Versioned> read(String key) {
		return Optional.ofNullable(this.entries.get(key));
	}

	boolean put(String key, Versioned entry) {
		Versioned known = this.entries.get(key);
		if (known == null || known.version().compareTo(entry.version()) < 0) {
			this.entries.put(key, entry);
		}
		return true;
	}

	Stored putNext(String key, Value value, long writer) {
		Optional<Versioned> known = read(key);
		Version version = Version.above(known.map(Versioned::version), writer);
		this.entries.put(key, Versioned.of(version, value));
		return new Stored(version, known.map(Versioned::deleted).orElse(true));
	}

	KeyPage keys(String prefix, String after, int limit) {
		List<KeyPage.Item> all = this.entries.tailMap(after, false)
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().startsWith(prefix))
			.map((entry) -> new KeyPage.Item(entry.getKey(), entry.getValue().version().toString(),
					entry.getValue().deleted()))
			.toList();
		return new KeyPage(all.stream().limit(limit).toList(), all.size() > limit);
	}

	PositionRange.Page range(PositionRange range, PositionRange.@Nullable Item after, int limit) {
		List<PositionRange.Item> all = items(range)
			.filter((item) -> after == null || item.position() > after.position()
					|| (item.position() == after.position() && item.key().compareTo(after.key()) > 0))
			.toList();
		return new PositionRange.Page(all.stream().limit(limit).toList(), all.size() > limit);
	}

	private Stream<PositionRange.Item> items(PositionRange range) {
		KnownRing known = this.ring;
		if (known == null) {
			return Stream.of();
		}
		List<PositionRange.Item> items = new ArrayList<>();
		this.entries.forEach((key, entry) -> {
			long position = known.now().position(key);
			boolean isLeftOut = entry.deleted() && this.flaw.lacks(Safeguard.TOMBSTONES_MOVE);
			if (position >= range.from() && position <= range.to() && !isLeftOut) {
				items
					.add(new PositionRange.Item(position, key, entry.version().toString(), entry.version().toString()));
			}
		});
		items.sort(java.util.Comparator.comparingLong(PositionRange.Item::position)
			.thenComparing(PositionRange.Item::key));
		return items.stream();
	}

	List<String> digests(List<PositionRange> ranges) {
		return ranges.stream()
			.map((range) -> items(range).map((item) -> item.key() + item.checksum()).collect(Collectors.joining()))
			.toList();
	}

	EntryPage fetch(List<String> keys, int limit) {
		return new EntryPage(keys.stream()
			.filter(this.entries::containsKey)
			.limit(limit)
			.map((key) -> item(key, this.entries.get(key)))
			.toList());
	}

	private static EntryPage.Item item(String key, Versioned entry) {
		Value value = entry.value();
		return new EntryPage.Item(key, entry.version(), entry.deleted(), null, 0,
				(value != null) ? value.body() : new byte[0]);
	}

	boolean bring(EntryPage page) {
		page.entries()
			.forEach((item) -> put(item.key(),
					Versioned.of(item.version(), item.deleted() ? null : new Value(item.type(), item.body()))));
		return true;
	}

	StoreStatus status() {
		return new StoreStatus(StoreStatus.State.READY, null, this.entries.size(), this.id,
				(this.ring != null) ? this.ring.stamp().toString() : null, this.promised, false);
	}

	Optional<Known> known() {
		return Optional.ofNullable(this.ring).map((known) -> new Known(known.stamp(), known.state()));
	}

	@Override
	public String toString() {
		return this.id + " " + ((this.ring != null) ? this.ring.stamp() + " " : "")
				+ this.entries.entrySet()
					.stream()
					.map((entry) -> entry.getKey() + "=" + entry.getValue().version().counter()
							+ (entry.getValue().deleted() ? "x" : ""))
					.collect(Collectors.joining(",", "{", "}"));
	}

}
