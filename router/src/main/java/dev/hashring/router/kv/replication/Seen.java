package dev.hashring.router.kv.replication;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.hashring.router.kv.replication.NoAnswerException.Kind;
import dev.hashring.router.kv.replication.Poll.Result;
import dev.hashring.router.ring.Member;

/**
 * What replicas say that they have for a key.
 */
public record Seen(Replicas replicas, Result<Optional<Versioned>> result) {

	public boolean isMajority() {
		return this.replicas.isMajority(this.result.answers().keySet());
	}

	/** The newest entry of those that answered, if any of them has one. */
	public Optional<Versioned> newest() {
		return this.result.answers().values().stream().reduce(Optional.empty(), Versioned::newest);
	}

	/** The replicas that have that one. */
	public Set<Member> holders() {
		Optional<Versioned> newest = newest();
		Set<Member> holders = new LinkedHashSet<>();
		this.result.answers().forEach((member, entry) -> {
			if (entry.map(Versioned::version).equals(newest.map(Versioned::version))) {
				holders.add(member);
			}
		});
		return holders;
	}

	/** Replicas that have less, or refuse to say what they have: it may be damaged. */
	public List<Member> behind() {
		Set<Member> holders = holders();
		return this.replicas.members()
			.stream()
			.filter((member) -> !holders.contains(member))
			.filter((member) -> hasAnswered(member) || hasRefused(member))
			.toList();
	}

	public boolean hasAnswered(Member member) {
		return this.result.answers().containsKey(member);
	}

	private boolean hasRefused(Member member) {
		NoAnswerException failure = this.result.failures().get(member);
		return failure != null && failure.kind() == Kind.REFUSED;
	}

}
