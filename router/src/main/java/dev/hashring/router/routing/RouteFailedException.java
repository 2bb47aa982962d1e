package dev.hashring.router.routing;

import java.util.List;

import dev.hashring.router.nodes.NodeAnswer;
import dev.hashring.router.nodes.NodeFailedException;
import dev.hashring.router.ring.Member;
import org.jspecify.annotations.Nullable;

/**
 * No member answered a key well: not its owner, nor any other that was tried.
 */
public class RouteFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final long position;

	private final String owner;

	private final transient List<Failure> failures;

	/**
	 * Why a member gave no good answer.
	 *
	 * @param cause to follow the member's name
	 * @param status of its answer, if it gave one
	 */
	public record Failure(String member, String cause, @Nullable Integer status) {

		static Failure of(Member member, NodeAnswer answer) {
			return new Failure(member.id(), "answered " + answer.status(), answer.status());
		}

		static Failure of(Member member, NodeFailedException failure) {
			return new Failure(member.id(), failure.why(), null);
		}

	}

	/**
	 * Tells of failures.
	 * @param failures one for each member that was tried, in this order; at least one
	 */
	RouteFailedException(long position, String owner, List<Failure> failures) {
		super(sentence(position, owner, failures));
		this.position = position;
		this.owner = owner;
		this.failures = List.copyOf(failures);
	}

	private static String sentence(long position, String owner, List<Failure> failures) {
		StringBuilder sentence = new StringBuilder(
				"Position " + position + " belongs to " + owner + ", which " + cause(owner, failures));
		failures.stream()
			.filter((failure) -> !failure.member().equals(owner))
			.forEach((failure) -> sentence.append("; " + failure.member() + " " + failure.cause()));
		return sentence.append(".").toString();
	}

	private static String cause(String owner, List<Failure> failures) {
		return failures.stream()
			.filter((failure) -> failure.member().equals(owner))
			.map(Failure::cause)
			.findFirst()
			.orElse("was passed over");
	}

	public long position() {
		return this.position;
	}

	public String owner() {
		return this.owner;
	}

	/** Why the owner did not answer, to follow its name. */
	public String cause() {
		return cause(this.owner, this.failures);
	}

	/** All that failed, in the order in which they were tried. */
	public List<Failure> failures() {
		return this.failures;
	}

}
