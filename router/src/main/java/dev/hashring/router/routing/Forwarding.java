package dev.hashring.router.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.hashring.router.membership.Health;
import dev.hashring.router.membership.Member;
import dev.hashring.router.membership.RingState;
import dev.hashring.router.membership.Traffic;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.nodes.NodeAnswer;
import dev.hashring.router.nodes.NodeClient;
import dev.hashring.router.nodes.NodeFailedException;
import dev.hashring.router.nodes.NodeRequest;
import dev.hashring.router.routing.RouteFailedException.Failure;

import org.springframework.stereotype.Component;

/**
 * Sends a request to the owner of its position and, where the settings say so, to the
 * next members of the preference list.
 */
@Component
class Forwarding {

	private final NodeClient nodes;

	private final Health health;

	private final Traffic traffic;

	Forwarding(NodeClient nodes, Health health, Traffic traffic) {
		this.nodes = nodes;
		this.health = health;
		this.traffic = traffic;
	}

	/** What was answered, and by whom. */
	record Answered(Member member, NodeAnswer answer) {
	}

	/**
	 * The answer of the first member that answers well: the owner, or with
	 * {@code next-node} another, unless one says that the request itself is at fault.
	 * @param owner of the position
	 * @param target path and query, which are sent as they stand
	 * @throws RouteFailedException if nobody answered well
	 */
	Answered forward(RingState state, long position, Member owner, String target, Deadline deadline) {
		int most = state.settings().failsOver() ? state.settings().maxAttempts() : 1;
		List<Failure> failures = new ArrayList<>(0);
		Optional<Member> next = first(state, position, owner);
		while (next.isPresent()) {
			Member member = next.get();
			boolean othersMayDoBetter = true;
			try {
				NodeAnswer answer = ask(state, member, target, deadline);
				if (answer.isSuccess()) {
					if (member != owner) {
						this.traffic.of(owner.id()).failOver();
					}
					return new Answered(member, answer);
				}
				othersMayDoBetter = !answer.isCallersFault();
				failures.add(Failure.of(member, answer));
			}
			catch (NodeFailedException ex) {
				failures.add(Failure.of(member, ex));
			}
			boolean goOn = othersMayDoBetter && failures.size() < most && deadline.nanosLeft() > 0;
			next = goOn ? next(state, position, failures) : Optional.empty();
		}
		throw new RouteFailedException(position, owner.id(), failures);
	}

	/** Asks a member that was told of the request. */
	private NodeAnswer ask(RingState state, Member member, String target, Deadline deadline)
			throws NodeFailedException {
		long start = System.nanoTime();
		boolean well = false;
		try {
			NodeAnswer answer = this.nodes.send(member.url(),
					// With next-node the next member is asked instead.
					NodeRequest.get(target, !state.settings().failsOver()), state.settings(), deadline);
			well = answer.isSuccess();
			return answer;
		}
		catch (NodeFailedException ex) {
			if (ex.isUnreachable()) {
				this.health.failed(member, ex.why());
			}
			throw ex;
		}
		finally {
			this.traffic.of(member.id()).end(System.nanoTime() - start, well);
		}
	}

	private Optional<Member> first(RingState state, long position, Member owner) {
		boolean isOwner = isWelcome(state, owner) && this.traffic.of(owner.id()).begin(mostInFlight(state));
		return isOwner ? Optional.of(owner) : next(state, position, List.of());
	}

	/**
	 * The next member to try, which is told of the request: the first of the preference
	 * list that was not tried, is up and has room; if none has room, the first that is
	 * up. If none is up at all, what was seen of them is no help, and all are taken as
	 * up.
	 */
	private Optional<Member> next(RingState state, long position, List<Failure> failures) {
		List<Member> all = state.ring()
			.preferenceList(position, state.members().size())
			.stream()
			.map(state::member)
			.toList();
		List<Member> up = all.stream().filter((member) -> isWelcome(state, member)).toList();
		List<Member> untried = (up.isEmpty() ? all : up).stream()
			.filter((member) -> failures.stream().noneMatch((failure) -> failure.member().equals(member.id())))
			.toList();
		double most = mostInFlight(state);
		return untried.stream()
			.filter((member) -> this.traffic.of(member.id()).begin(most))
			.findFirst()
			.or(() -> untried.stream()
				.filter((member) -> this.traffic.of(member.id()).begin(Double.POSITIVE_INFINITY))
				.findFirst());
	}

	private boolean isWelcome(RingState state, Member member) {
		return !state.settings().failsOver() || this.health.isUp(member);
	}

	/**
	 * How many requests a member may have, this one among them, if none is to have more
	 * than so many times the mean. After Mirrokni, Thorup and Zadimoghaddam, "Consistent
	 * Hashing with Bounded Loads" (SODA 2018).
	 */
	private double mostInFlight(RingState state) {
		double bound = state.settings().boundedLoad();
		if (bound == 0) {
			return Double.POSITIVE_INFINITY;
		}
		long welcome = state.members().values().stream().filter((member) -> isWelcome(state, member)).count();
		return Math.ceil(bound * (this.traffic.inFlight() + 1) / Math.max(1, welcome));
	}

}
