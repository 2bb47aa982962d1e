package dev.hashring.router.membership;

import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import dev.hashring.router.membership.Condition.Status;
import dev.hashring.router.membership.EventLog.News;
import dev.hashring.router.membership.EventLog.Type;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
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

	private final EventLog events;

	private final LongSupplier nanoTime;

	@Autowired
	Health(LiveRing ring, EventLog events) {
		this(ring, events, System::nanoTime);
	}

	Health(LiveRing ring, EventLog events, LongSupplier nanoTime) {
		this.ring = ring;
		this.events = events;
		this.nanoTime = nanoTime;
	}

	private record Address(String id, URI url) {

		static Address of(Member member) {
			return new Address(member.id(), member.url());
		}

	}

	/** What was seen of a member. */
	public Condition of(Member member) {
		return this.conditions.computeIfAbsent(Address.of(member), (address) -> Condition.ofNewMember());
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
		if (!isInTheRing(Address.of(member))) {
			return;
		}
		Condition now = of(member);
		Condition next = step.apply(now);
		while (!this.conditions.replace(Address.of(member), now, next)) {
			now = of(member);
			next = step.apply(now);
		}
		if (next.status() != now.status()) {
			Type type = (next.status() == Status.UP) ? Type.UP : Type.DOWN;
			this.events.add(new News(type, this.ring.state().epoch(), member.id(), next.reason()));
		}
	}

	@Scheduled(fixedDelay = 1000)
	void forgetThoseWhoLeft() {
		this.conditions.keySet().removeIf((address) -> !isInTheRing(address));
	}

	private boolean isInTheRing(Address address) {
		Member now = this.ring.state().members().get(address.id());
		return now != null && now.url().equals(address.url());
	}

}
