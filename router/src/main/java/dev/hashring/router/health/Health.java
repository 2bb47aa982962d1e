package dev.hashring.router.health;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import dev.hashring.router.health.Condition.Status;
import dev.hashring.router.log.Events;
import dev.hashring.router.log.Events.Type;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Which members answer, by what was seen of them. One that fails is {@code DOWN} at once,
 * and {@code UP} again after two good probes in a row. Where requests fail over, one that
 * goes down again and again is held out for 2 s, then 4 s, up to a minute; a minute
 * without a failure and that is forgotten. A member at another url starts anew.
 */
@Component
public class Health {

	private final ConcurrentMap<Address, Condition> conditions = new ConcurrentHashMap<>();

	private final LiveRing ring;

	private final Events events;

	private final LongSupplier nanoTime;

	@Autowired
	Health(LiveRing ring, Events events) {
		this(ring, events, System::nanoTime);
	}

	Health(LiveRing ring, Events events, LongSupplier nanoTime) {
		this.ring = ring;
		this.events = events;
		this.nanoTime = nanoTime;
		follow(ring.state());
		ring.listen((step) -> follow(step.after()));
	}

	private void follow(RingState state) {
		this.conditions.keySet().removeIf((address) -> !address.isIn(state));
		state.everyone()
			.values()
			.forEach((member) -> this.conditions.computeIfAbsent(Address.of(member),
					(address) -> Condition.ofNewMember()));
	}

	private record Address(String id, URI url) {

		static Address of(Member member) {
			return new Address(member.id(), member.url());
		}

		boolean isIn(RingState state) {
			Member now = state.everyone().get(this.id);
			return now != null && now.url().equals(this.url);
		}

	}

	/** What was seen of a member. */
	public Condition of(Member member) {
		Condition known = this.conditions.get(Address.of(member));
		return (known != null) ? known : Condition.ofNewMember();
	}

	/** For how long a member that answers again is still held out. */
	public Optional<Duration> heldOut(Member member) {
		return of(member).heldOut(this.nanoTime.getAsLong());
	}

	/** Whether a member is {@code UP}. */
	public boolean isUp(Member member) {
		return of(member).status() == Status.UP;
	}

	/** A member was seen not to answer. */
	public void failed(Member member, String why) {
		update(member, (now) -> now.failed(why, this.nanoTime.getAsLong()));
	}

	/** A member answered a probe. */
	public void answered(Member member) {
		update(member, (now) -> now.answered(this.ring.state().settings().failsOver(), this.nanoTime.getAsLong()));
	}

	private void update(Member member, UnaryOperator<Condition> step) {
		Address address = Address.of(member);
		Condition now = this.conditions.get(address);
		while (now != null) {
			Condition next = step.apply(now);
			if (this.conditions.replace(address, now, next)) {
				if (next.status() != now.status()) {
					Type type = (next.status() == Status.UP) ? Type.UP : Type.DOWN;
					this.events.add(type, this.ring.state().epoch(), member.id(), next.reason());
				}
				return;
			}
			now = this.conditions.get(address);
		}
	}

}
