package dev.hashring.router.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.hashring.router.health.Health;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.nodes.NodeAnswer;
import dev.hashring.router.nodes.NodeClient;
import dev.hashring.router.nodes.NodeFailedException;
import dev.hashring.router.nodes.NodeRequest;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.routing.RouteFailedException.Failure;
import dev.hashring.router.routing.Traffic.InFlight;

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
	 * @throws RouteFailedException if no member answered well
	 */
	Answered forward(RingState state, long position, Member owner, String target, Deadline deadline) {
		int most = state.settings().failsOver() ? state.settings().failOver().maxAttempts() : 1;
		List<Failure> failures = new ArrayList<>(0);
		Optional<Attempt> next = first(state, position, owner);
		while (next.isPresent()) {
			Member member = next.get().member();
			boolean othersMayDoBetter = true;
			try (InFlight request = next.get().request()) {
				NodeAnswer answer = ask(state, member, target, deadline);
				if (answer.isSuccess()) {
					request.succeeded();
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

	private NodeAnswer ask(RingState state, Member member, String target, Deadline deadline)
			throws NodeFailedException {
		try {
			return this.nodes.send(member.url(),
					// With next-node the next member is asked instead.
					NodeRequest.get(target, !state.settings().failsOver()), state.settings().timing().timeouts(),
					deadline);
		}
		catch (NodeFailedException ex) {
			if (ex.isUnreachable()) {
				this.health.failed(member, ex.why());
			}
			throw ex;
		}
	}

	/** A request that was begun. */
	private record Attempt(Member member, InFlight request) {
	}

	private Optional<Attempt> first(RingState state, long position, Member owner) {
		Optional<Attempt> toOwner = isWelcome(state, owner) ? begin(owner, mostInFlight(state, owner))
				: Optional.empty();
		return toOwner.isPresent() ? toOwner : next(state, position, List.of());
	}

	/**
	 * The first of those that have not been tried and have room; if none has room, the
	 * first.
	 */
	private Optional<Attempt> next(RingState state, long position, List<Failure> failures) {
		List<Member> untried = candidates(state, position, (member) -> isWelcome(state, member)).stream()
			.filter((member) -> failures.stream().noneMatch((failure) -> failure.member().equals(member.id())))
			.toList();
		return untried.stream()
			.flatMap((member) -> begin(member, mostInFlight(state, member)).stream())
			.findFirst()
			.or(() -> untried.stream().findFirst().flatMap((member) -> begin(member, Double.POSITIVE_INFINITY)));
	}

	/**
	 * Who may answer for a position, in the order of its preference list: those that are
	 * welcome. If none is at all, what was seen of them is no help, and it is all.
	 */
	static List<Member> candidates(RingState state, long position, Predicate<Member> isWelcome) {
		List<Member> all = state.ring()
			.preferenceList(position, state.members().size())
			.stream()
			.map(state::member)
			.toList();
		List<Member> welcome = all.stream().filter(isWelcome).toList();
		return welcome.isEmpty() ? all : welcome;
	}

	private boolean isWelcome(RingState state, Member member) {
		return !state.settings().failsOver() || this.health.isUp(member);
	}

	private Optional<Attempt> begin(Member member, double most) {
		return this.traffic.of(member.id()).begin(most).map((request) -> new Attempt(member, request));
	}

	/**
	 * How many requests a member may have, this one among them, if none is to have more
	 * than so many times its part of them. Its part is as its weight. After Mirrokni,
	 * Thorup and Zadimoghaddam, "Consistent Hashing with Bounded Loads" (SODA 2018).
	 */
	private double mostInFlight(RingState state, Member member) {
		double bound = state.settings().failOver().boundedLoad();
		if (bound == 0) {
			return Double.POSITIVE_INFINITY;
		}
		double all = state.members()
			.values()
			.stream()
			.filter((other) -> isWelcome(state, other))
			.mapToDouble(state::effectiveWeight)
			.sum();
		double weight = state.effectiveWeight(member);
		return Math.ceil(bound * (this.traffic.inFlight() + 1) * weight / Math.max(weight, all));
	}

}
