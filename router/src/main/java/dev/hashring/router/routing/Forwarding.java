package dev.hashring.router.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.hashring.router.membership.Health;
import dev.hashring.router.membership.Member;
import dev.hashring.router.membership.RingState;
import dev.hashring.router.membership.Traffic;
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
	 * @param target path and query, which are sent as they stand
	 * @throws RouteFailedException if nobody answered well
	 */
	Answered forward(RingState state, long position, String target, Deadline deadline) {
		int most = state.settings().failsOver() ? state.settings().maxAttempts() : 1;
		List<Failure> failures = new ArrayList<>(0);
		Optional<Member> next = next(state, position, failures);
		while (next.isPresent()) {
			Member member = next.get();
			boolean othersMayDoBetter = true;
			try {
				NodeAnswer answer = ask(state, member, target, deadline);
				if (answer.isSuccess()) {
					countFailOver(state, position, member);
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
		throw new RouteFailedException(position, state.owner(position).id(), failures);
	}

	private NodeAnswer ask(RingState state, Member member, String target, Deadline deadline)
			throws NodeFailedException {
		Traffic.OfMember requests = this.traffic.of(member.id());
		requests.begin();
		long start = System.nanoTime();
		boolean well = false;
		try {
			NodeAnswer answer = this.nodes.get(member.url(), target, state.settings(), deadline);
			well = answer.isSuccess();
			return answer;
		}
		catch (NodeFailedException ex) {
			if (ex.isUnreachable()) {
				this.health.failed(member.id(), ex.why());
			}
			throw ex;
		}
		finally {
			requests.end(System.nanoTime() - start, well);
		}
	}

	private void countFailOver(RingState state, long position, Member answered) {
		Member owner = state.owner(position);
		if (!owner.equals(answered)) {
			this.traffic.of(owner.id()).failOver();
		}
	}

	/**
	 * The next member to try: the first of the preference list that was not tried, is up
	 * and has room. If none has room, the first that is up; and if none is up at all,
	 * what was seen of them is no help, and the first.
	 */
	private Optional<Member> next(RingState state, long position, List<Failure> failures) {
		Predicate<String> isUp = (id) -> !state.settings().failsOver() || this.health.isUp(id);
		Predicate<String> hasRoom = (state.settings().boundedLoad() > 0) ? new Room(state, isUp) : (id) -> true;
		Member owner = state.owner(position);
		if (failures.isEmpty() && isUp.test(owner.id()) && hasRoom.test(owner.id())) {
			return Optional.of(owner);
		}
		List<String> untried = new ArrayList<>(state.ring().preferenceList(position, state.members().size()));
		failures.forEach((failure) -> untried.remove(failure.member()));
		return untried.stream()
			.filter(isUp.and(hasRoom))
			.findFirst()
			.or(() -> untried.stream().filter(isUp).findFirst())
			.or(() -> state.members().keySet().stream().anyMatch(isUp) ? Optional.empty()
					: untried.stream().findFirst())
			.map(state::member);
	}

	/**
	 * Which members may have one request more, if none is to have more than so many times
	 * the mean. After Mirrokni, Thorup and Zadimoghaddam, "Consistent Hashing with
	 * Bounded Loads" (SODA 2018).
	 */
	private final class Room implements Predicate<String> {

		private final double most;

		Room(RingState state, Predicate<String> isUp) {
			long up = Math.max(1, state.members().keySet().stream().filter(isUp).count());
			int withThis = Forwarding.this.traffic.inFlight() + 1;
			this.most = Math.ceil(state.settings().boundedLoad() * withThis / up);
		}

		@Override
		public boolean test(String id) {
			return Forwarding.this.traffic.of(id).inFlight() + 1 <= this.most;
		}

	}

}
