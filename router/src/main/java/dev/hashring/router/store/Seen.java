package dev.hashring.router.store;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.hashring.router.ring.Member;
import dev.hashring.router.store.NoAnswerException.Kind;
import dev.hashring.router.store.Poll.Result;

/**
 * What replicas say that they have for a key.
 */
record Seen(Replicas replicas, Result<Optional<Entry>> result) {

	boolean isMajority() {
		return this.result.answers().size() >= this.replicas.majority();
	}

	/** The newest entry of those that answered, if any of them has one. */
	Optional<Entry> newest() {
		return this.result.answers().values().stream().reduce(Optional.empty(), Entry::newest);
	}

	/** Who has that one. */
	Set<Member> holders() {
		Optional<Entry> newest = newest();
		Set<Member> holders = new HashSet<>();
		this.result.answers().forEach((member, entry) -> {
			if (entry.map(Entry::version).equals(newest.map(Entry::version))) {
				holders.add(member);
			}
		});
		return holders;
	}

	/** Who has less, or refuses to say what it has, since that is damaged, say. */
	List<Member> behind() {
		Set<Member> holders = holders();
		return this.replicas.members()
			.stream()
			.filter((member) -> !holders.contains(member))
			.filter((member) -> hasAnswered(member) || hasRefused(member))
			.toList();
	}

	boolean hasAnswered(Member member) {
		return this.result.answers().containsKey(member);
	}

	private boolean hasRefused(Member member) {
		NoAnswerException failure = this.result.failures().get(member);
		return failure != null && failure.kind() == Kind.REFUSED;
	}

}
