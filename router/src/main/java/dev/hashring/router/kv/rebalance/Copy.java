package dev.hashring.router.kv.rebalance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.PositionRange;
import dev.hashring.protocol.PositionRange.Item;
import dev.hashring.protocol.Version;
import dev.hashring.router.kv.replication.Machine;
import dev.hashring.router.kv.replication.NoAnswerException;
import dev.hashring.router.kv.replication.Poll.Result;
import dev.hashring.router.kv.replication.Polls;
import dev.hashring.router.kv.replication.Replicas;
import dev.hashring.router.kv.replication.Stores;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.web.Memory;
import dev.hashring.web.Memory.Reservation;

/**
 * Copies the entries of one part of a joint state: asks a majority of those that keep
 * them what they have, which fences them first, and brings the highest version of each to
 * those that will keep it.
 */
final class Copy {

	private static final Comparator<Item> ORDER = Comparator.comparingLong(Item::position)
		.thenComparing(Item::key, KeyPage.ORDER);

	private final RingState state;

	private final Part part;

	/** Stores that have lost nothing; what others lack says nothing. */
	private final Set<Member> trusted;

	private final Tools tools;

	/** Why members can't be given what they lack. */
	private final Map<Member, String> troubles = new LinkedHashMap<>();

	private final Set<Member> targets = new LinkedHashSet<>();

	/**
	 * What copying needs.
	 */
	record Tools(Stores stores, Polls polls, Machine machine, Memory memory, Throttle throttle, Account account) {
	}

	/** Is told of what was brought. */
	interface Account {

		void brought(Member to, long keys, long bytes);

	}

	Copy(RingState state, Part part, Set<Member> trusted, Tools tools) {
		this.state = state;
		this.part = part;
		this.trusted = trusted;
		this.tools = tools;
	}

	/**
	 * What came of it.
	 *
	 * @param troubles why members that will keep entries do not have all of them, or why
	 * those that keep them now could not be asked
	 * @param isEnough whether a majority of those that will keep each entry has it
	 */
	record Outcome(Map<Member, String> troubles, boolean isEnough) {
	}

	/** Copies all there is. */
	Outcome run() {
		List<Member> sources = this.part.from();
		if (this.part.to() != null) {
			this.targets.addAll(this.part.to());
		}
		Item after = null;
		boolean more = true;
		while (more) {
			Item cursor = after;
			Deadline deadline = deadline();
			List<Member> asked = Stream.concat(sources.stream(), this.targets.stream()).distinct().toList();
			Result<PositionRange.Page> pages = this.tools.throttle()
				.gently(() -> this.tools.polls()
					.askAll(asked, deadline, (member) -> this.tools.stores()
						.range(this.state, member, this.part.range(), cursor, deadline)));
			if (!areEnough(sources, pages)) {
				return new Outcome(why(sources, pages), false);
			}
			pages.failures().forEach((member, failure) -> {
				if (this.targets.contains(member)) {
					this.troubles.put(member, failure.why());
				}
			});
			Optional<Item> end = pages.answers()
				.values()
				.stream()
				.filter(PositionRange.Page::more)
				.map((page) -> page.entries().get(page.entries().size() - 1))
				.min(ORDER);
			bring(lacking(pages.answers(), end));
			after = end.orElse(null);
			more = end.isPresent();
		}
		return new Outcome(this.troubles, isEnough());
	}

	/**
	 * Each write that was acknowledged is in a majority of these, so it is in one of so
	 * many that no majority is without them.
	 */
	private boolean areEnough(List<Member> sources, Result<?> pages) {
		long there = sources.stream()
			.filter((member) -> this.trusted.contains(member) && pages.answers().containsKey(member))
			.count();
		return there >= Replicas.enough(this.state, sources);
	}

	private Map<Member, String> why(List<Member> sources, Result<?> pages) {
		Map<Member, String> why = new LinkedHashMap<>();
		for (Member member : sources) {
			NoAnswerException failure = pages.failures().get(member);
			if (failure != null) {
				why.put(member, failure.why());
			}
			else if (!this.trusted.contains(member)) {
				why.put(member, "has not all that it had");
			}
		}
		return why;
	}

	private boolean isEnough() {
		if (this.part.to() == null) {
			return this.troubles.isEmpty();
		}
		long complete = this.part.to().stream().filter((member) -> !this.troubles.containsKey(member)).count();
		return complete >= Replicas.majority(this.part.to());
	}

	/** A key, those that have its highest version, and those that lack that. */
	private record Lack(String key, List<Member> holders, Set<Member> members) {

		Member holder() {
			return this.holders.get(0);
		}

		Lack withoutHolder() {
			return new Lack(this.key, this.holders.subList(1, this.holders.size()), this.members);
		}

	}

	private List<Lack> lacking(Map<Member, PositionRange.Page> pages, Optional<Item> end) {
		Map<String, Map<Member, Version>> versions = new TreeMap<>();
		pages.forEach((member, page) -> page.entries()
			.stream()
			.filter((item) -> end.isEmpty() || ORDER.compare(item, end.get()) <= 0)
			.forEach((item) -> versions.computeIfAbsent(item.key(), (key) -> new LinkedHashMap<>())
				.put(member, Version.parse(item.version()))));
		List<Lack> lacks = new ArrayList<>();
		versions.forEach((key, held) -> {
			Version highest = Collections.max(held.values());
			List<Member> holders = held.keySet().stream().filter((member) -> highest.equals(held.get(member))).toList();
			Set<Member> members = new LinkedHashSet<>(targets(key));
			members.removeIf((member) -> this.troubles.containsKey(member) || holders.contains(member));
			if (!members.isEmpty()) {
				lacks.add(new Lack(key, holders, members));
			}
		});
		return lacks;
	}

	private List<Member> targets(String key) {
		return (this.part.to() != null) ? this.part.to() : Replicas.of(this.state, key).later();
	}

	private void bring(List<Lack> lacks) {
		Map<Member, List<Lack>> byHolder = new LinkedHashMap<>();
		lacks.forEach((lack) -> byHolder.computeIfAbsent(lack.holder(), (holder) -> new ArrayList<>()).add(lack));
		byHolder.forEach(this::bring);
	}

	private void bring(Member holder, List<Lack> lacks) {
		Deque<Lack> left = new ArrayDeque<>(lacks);
		List<Lack> unread = new ArrayList<>();
		while (!left.isEmpty()) {
			this.tools.throttle().gently(() -> bringPage(holder, left, unread));
		}
		if (!unread.isEmpty()) {
			bring(unread);
		}
	}

	/**
	 * Brings the first of these, and takes them out.
	 * @param unread to add those to that this holder can't read, and another may
	 */
	private void bringPage(Member holder, Deque<Lack> left, List<Lack> unread) {
		List<Lack> asked = left.stream().limit(this.tools.throttle().most()).toList();
		Deadline deadline = deadline();
		try (Reservation memory = this.tools.memory().reserve()) {
			List<String> keys = asked.stream().map(Lack::key).toList();
			Map<String, EntryPage.Item> items = new LinkedHashMap<>();
			String last = "";
			for (EntryPage.Item item : this.tools.stores()
				.fetch(this.state, holder, keys, deadline, memory)
				.entries()) {
				items.put(item.key(), item);
				last = item.key();
			}
			Map<Member, List<EntryPage.Item>> byTarget = new LinkedHashMap<>();
			for (Lack lack : asked) {
				left.remove();
				EntryPage.Item item = items.get(lack.key());
				if (item == null && lack.holders().size() > 1) {
					unread.add(lack.withoutHolder());
				}
				else if (item == null) {
					// It will be seen why when all is listed again.
					trouble(lack, "lacks an entry that could not be read");
				}
				else {
					lack.members()
						.forEach((member) -> byTarget.computeIfAbsent(member, (to) -> new ArrayList<>()).add(item));
				}
				if (lack.key().equals(last)) {
					break;
				}
			}
			byTarget.forEach(this::bringTo);
		}
		catch (NoAnswerException ex) {
			left.forEach((lack) -> trouble(lack, "waits for entries of %s, which %s".formatted(holder.id(), ex.why())));
			left.clear();
		}
	}

	private void trouble(Lack lack, String why) {
		lack.members().forEach((member) -> this.troubles.putIfAbsent(member, why));
	}

	private void bringTo(Member target, List<EntryPage.Item> items) {
		Deadline deadline = deadline();
		try {
			this.tools.stores().bring(this.state, target, new EntryPage(items), deadline);
			long bytes = items.stream().mapToLong((item) -> item.body().length).sum();
			this.tools.account().brought(target, items.size(), bytes);
			this.tools.throttle().sent(bytes);
		}
		catch (NoAnswerException ex) {
			this.troubles.put(target, ex.why());
		}
	}

	private Deadline deadline() {
		return this.tools.machine().deadline(this.state);
	}

}
