package dev.hashring.router.kv.replication;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.hashring.router.kv.replication.NoAnswerException.Kind;
import dev.hashring.router.kv.replication.Poll.Result;
import dev.hashring.router.ring.Member;
import org.jspecify.annotations.Nullable;

/**
 * Fewer than a majority of a key's replicas answered in time. Names those that did not.
 */
public class TooFewReplicasException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int needed;

	private final int answered;

	private final transient List<Away> away;

	private final @Nullable Boolean mayHaveHappened;

	private TooFewReplicasException(List<Member> lacking, List<Away> away, int answered,
			@Nullable Boolean mayHaveHappened) {
		super(wanted(lacking) + away.stream()
			.map((each) -> each.member() + " " + each.cause())
			.collect(Collectors.joining("; ", away.isEmpty() ? "" : ", but ", ".")) + end(mayHaveHappened));
		this.needed = Replicas.majority(lacking);
		this.answered = answered;
		this.away = away;
		this.mayHaveHappened = mayHaveHappened;
	}

	private static TooFewReplicasException of(Replicas replicas, Collection<Member> answered, Result<?> result,
			@Nullable Boolean mayHaveHappened) {
		List<Member> list = replicas.lacking(answered);
		List<Member> lacking = list.isEmpty() ? replicas.members() : list;
		List<Away> away = lacking.stream()
			.filter((member) -> !answered.contains(member))
			.map((member) -> new Away(member.id(), result.why(member)))
			.toList();
		return new TooFewReplicasException(lacking, away, lacking.size() - away.size(), mayHaveHappened);
	}

	/**
	 * A replica that gave no answer.
	 *
	 * @param cause why, to follow the member's name
	 */
	public record Away(String member, String cause) {
	}

	/** Replicas did not say what they have; nothing was to be changed. */
	public static TooFewReplicasException reading(Replicas replicas, Result<?> result) {
		return reading(replicas, result.answers().keySet(), result);
	}

	/** Some replicas have an entry, and too few of the others could store it. */
	static TooFewReplicasException reading(Replicas replicas, Collection<Member> holders, Result<?> result) {
		return of(replicas, holders, result, null);
	}

	/** Replicas did not say what they have, before something is stored. */
	public static TooFewReplicasException beforeWriting(Replicas replicas, Result<?> result) {
		return of(replicas, result.answers().keySet(), result, false);
	}

	/** Replicas did not say that they have stored something. */
	public static TooFewReplicasException writing(Replicas replicas, Result<?> result) {
		boolean surelyNot = replicas.members().stream().allMatch((member) -> {
			NoAnswerException failure = result.failures().get(member);
			return failure != null && failure.kind() == Kind.UNREACHABLE;
		});
		return of(replicas, result.answers().keySet(), result, !surelyNot);
	}

	private static String wanted(List<Member> lacking) {
		return (lacking.size() == 1) ? "The one replica has to answer"
				: Replicas.majority(lacking) + " of " + lacking.size() + " replicas have to answer";
	}

	private static String end(@Nullable Boolean mayHaveHappened) {
		if (mayHaveHappened == null) {
			return "";
		}
		return mayHaveHappened ? " The change may have happened, or not." : " Nothing was changed.";
	}

	/** How many replicas have to answer. */
	public int needed() {
		return this.needed;
	}

	/** How many did. */
	public int answered() {
		return this.answered;
	}

	/** Those that did not. */
	public List<Away> away() {
		return this.away;
	}

	/** Whether what was to be written may be there now; nothing if that was a read. */
	public Optional<Boolean> mayHaveHappened() {
		return Optional.ofNullable(this.mayHaveHappened);
	}

}
