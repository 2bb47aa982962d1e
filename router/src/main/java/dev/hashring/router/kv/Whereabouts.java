package dev.hashring.router.kv;

import java.util.List;
import java.util.Optional;

import dev.hashring.router.kv.replication.Seen;
import dev.hashring.router.kv.replication.Versioned;
import dev.hashring.router.ring.Member;
import org.jspecify.annotations.Nullable;

/**
 * What each replica of a key has for it.
 */
record Whereabouts(String key, long position, List<Replica> replicas) {

	/**
	 * What one replica has.
	 *
	 * @param version of its entry; null if it has none, or gave no answer
	 * @param deleted whether that entry says that the value was deleted; null as above
	 * @param why it gave no answer, to follow the member's name; null if it gave one
	 */
	record Replica(String member, @Nullable String version, @Nullable Boolean deleted, @Nullable String why) {
	}

	static Whereabouts of(Seen seen) {
		return new Whereabouts(seen.replicas().key(), seen.replicas().state().ring().position(seen.replicas().key()),
				seen.replicas().members().stream().map((member) -> replica(seen, member)).toList());
	}

	private static Replica replica(Seen seen, Member member) {
		if (!seen.hasAnswered(member)) {
			return new Replica(member.id(), null, null, seen.result().why(member));
		}
		Versioned entry = seen.result().answers().getOrDefault(member, Optional.empty()).orElse(null);
		return (entry == null) ? new Replica(member.id(), null, null, null)
				: new Replica(member.id(), entry.version().toString(), entry.deleted(), null);
	}

}
