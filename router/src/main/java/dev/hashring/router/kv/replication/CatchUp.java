package dev.hashring.router.kv.replication;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.hashring.protocol.RingStamp;
import dev.hashring.protocol.StoreStatus;
import dev.hashring.protocol.StoreStatus.State;
import dev.hashring.router.kv.replication.NoAnswerException.Kind;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RebalanceUnderWayException;
import dev.hashring.router.ring.RingState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks after the stores of members: tells them of the ring, notices those that are new,
 * has replicas compared, and has a member whose file is damaged begin a new one and fill
 * it from the others.
 */
@Component
public class CatchUp {

	private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final LiveRing ring;

	private final Stores stores;

	private final ToldStates states;

	private final Holdings holdings;

	private final Recovery recovery;

	private final AntiEntropy antiEntropy;

	private final Machine machine;

	private final AtomicBoolean underWay = new AtomicBoolean();

	/** Why members could not be helped, when that was last said. */
	private final Map<String, String> troubles = new HashMap<>();

	/** How many entries each store had when it last said so. */
	private final Map<String, Long> counts = new ConcurrentHashMap<>();

	/** Since when members recover, by the machine's clock. */
	private final Map<String, Long> recovering = new HashMap<>();

	CatchUp(LiveRing ring, Stores stores, ToldStates states, Holdings holdings, Recovery recovery,
			AntiEntropy antiEntropy, Machine machine) {
		this.ring = ring;
		this.stores = stores;
		this.states = states;
		this.holdings = holdings;
		this.recovery = recovery;
		this.antiEntropy = antiEntropy;
		this.machine = machine;
	}

	@Scheduled(fixedDelay = 3000)
	void begin() {
		if (this.underWay.compareAndSet(false, true)) {
			this.machine.execute(() -> {
				try {
					lookAfterStores();
				}
				finally {
					this.underWay.set(false);
				}
			});
		}
	}

	/**
	 * What the stores of all members say of themselves, of those that answer. A member
	 * whose store is another one in the next ring is there twice.
	 */
	public Map<Member, StoreStatus> statuses(RingState state) {
		return this.holdings.statuses(state, this.machine.deadline(state));
	}

	/** How many entries a store had when it last said so; 0 if it never did. */
	public long lastCount(String store) {
		return this.counts.getOrDefault(store, 0L);
	}

	/**
	 * Asks a node that is to join which store it has, so that the state in which it joins
	 * names it. Null if no entries move to it, or if it does not answer in time: a later
	 * state names its store then, and all reads and writes wait for that one.
	 * @throws NoAnswerException if what answers there refuses, such as another node
	 */
	public @Nullable String storeOf(String id, URI url) throws NoAnswerException {
		RingState state = this.ring.state();
		if (!state.holdsEntries() || state.isJoint() || state.members().containsKey(id)) {
			return null;
		}
		try {
			StoreStatus status = this.stores.status(state, new Member(id, url, 1, null), this.machine.in(PATIENCE));
			return status.legacy() ? null : status.store();
		}
		catch (NoAnswerException ex) {
			if (ex.kind() == Kind.REFUSED) {
				throw ex;
			}
			return null;
		}
	}

	/** Looks after all of them once, and returns what they said of themselves before. */
	public Map<Member, StoreStatus> lookAfterStores() {
		RingState state = this.ring.state();
		Map<Member, StoreStatus> statuses = statuses(state);
		statuses.values()
			.stream()
			.filter((status) -> status.store() != null)
			.forEach((status) -> this.counts.put(Objects.requireNonNull(status.store()), status.entries()));
		this.recovery.look(state, statuses);
		if (!this.ring.state().holdsEntries()) {
			return statuses;
		}
		statuses.forEach(this::name);
		if (this.ring.state() != state) {
			return statuses;
		}
		RingStamp stamp = this.states.stamp(state);
		List<Member> knowing = new ArrayList<>();
		statuses.forEach((member, status) -> {
			if (isOwn(member, status) && stamp.toString().equals(status.stamp())) {
				knowing.add(member);
			}
			else if (isOwn(member, status) && isBefore(status, stamp)) {
				help(member, "", () -> this.stores.tell(state, member, this.machine.deadline(state)));
			}
		});
		List<Member> trusted = those(statuses, State.READY);
		if (!state.isJoint() && Fencing.isMajority(state, knowing)) {
			// A store that has begun anew since it heard that does not know it.
			knowing.stream()
				.filter(trusted::contains)
				.forEach((member) -> help(member, "",
						() -> this.stores.clean(state, member, this.machine.deadline(state))));
		}
		if (!state.isJoint() && state.settings().replicas() > 1) {
			compare(state, trusted, those(statuses, State.RECOVERING));
			renew(state, trusted, those(statuses, State.DAMAGED));
		}
		return statuses;
	}

	private static boolean isOwn(Member member, StoreStatus status) {
		return status.store() != null && status.store().equals(member.store());
	}

	private static boolean isBefore(StoreStatus status, RingStamp stamp) {
		return status.stamp() == null || RingStamp.parse(status.stamp()).compareTo(stamp) < 0;
	}

	/** Has the ring name the store of a member, if it names none or another. */
	private void name(Member member, StoreStatus status) {
		String store = status.store();
		if (store == null || isOwn(member, status)) {
			return;
		}
		RingState state = this.ring.state();
		if (state.snapshot().banned().contains(store)) {
			// It begins a new one, which can be named then.
			help(member, "", () -> this.stores.tell(state, member.in(store), this.machine.deadline(state)));
			return;
		}
		if (state.isJoint() && isOwn(state.later().members().getOrDefault(member.id(), member), status)) {
			return;
		}
		boolean hasLostAll = member.store() != null && state.settings().replicas() == 1 && !state.isJoint();
		if (hasLostAll) {
			say(member, "has a new and empty store, and what it kept is in no other. " + member.abandonment());
			return;
		}
		try {
			this.ring.change("has a new store", (now) -> status.legacy() ? now.withLegacyStore(member.id(), store)
					: now.withStore(member.id(), store));
		}
		catch (RebalanceUnderWayException ex) {
			// When that is done it is named.
		}
	}

	private void compare(RingState state, List<Member> trusted, List<Member> notYet) {
		long start = this.machine.nanoTime();
		this.recovering.keySet().retainAll(notYet.stream().map(Member::id).toList());
		notYet.forEach((member) -> this.recovering.putIfAbsent(member.id(), start));
		Set<Member> complete = this.antiEntropy.run(state, trusted, notYet);
		for (Member member : notYet) {
			// A write that was acknowledged by the lost file has to be over.
			long nanos = start - this.recovering.getOrDefault(member.id(), start);
			if (nanos > state.settings().timing().deadline().toNanos() && complete.contains(member)) {
				help(member, "has in its new file all that the others have",
						() -> this.stores.recovered(state, member, this.machine.deadline(state)));
			}
		}
	}

	/** Unless the others could not fill a new file. */
	private void renew(RingState state, List<Member> trusted, List<Member> damaged) {
		Set<List<Member>> all = damaged.isEmpty() ? Set.of() : Set.copyOf(Ranges.of(state.now()).values());
		for (Member member : damaged) {
			boolean othersHaveAll = all.stream()
				.filter((replicas) -> replicas.contains(member))
				.allMatch((replicas) -> replicas.stream().filter(trusted::contains).count() >= Replicas
					.majority(replicas));
			if (othersHaveAll) {
				help(member, "begins a new file, since its own is damaged",
						() -> this.stores.renew(state, member, this.machine.deadline(state)));
			}
		}
	}

	private interface Call {

		void make() throws NoAnswerException;

	}

	private void help(Member member, String what, Call call) {
		try {
			call.make();
			if (!what.isEmpty()) {
				log.info("{} {}.", member.id(), what);
			}
			this.troubles.remove(member.id());
		}
		catch (NoAnswerException ex) {
			say(member, ex.why());
		}
	}

	private void say(Member member, String trouble) {
		if (!trouble.equals(this.troubles.put(member.id(), trouble))) {
			log.warn("{} {}.", member.id(), trouble);
		}
	}

	private static List<Member> those(Map<Member, StoreStatus> statuses, State state) {
		return statuses.entrySet()
			.stream()
			.filter((status) -> status.getValue().state() == state && isOwn(status.getKey(), status.getValue()))
			.map(Map.Entry::getKey)
			.toList();
	}

}
