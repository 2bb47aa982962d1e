package dev.hashring.node.store;

import java.util.EnumSet;
import java.util.Set;

import dev.hashring.protocol.StoreStatus;
import dev.hashring.protocol.StoreStatus.State;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether the store does all that it is for, as the part {@code store} of the node's
 * readiness.
 */
@Component
class StoreHealthIndicator implements HealthIndicator {

	private static final Set<State> FINE = EnumSet.of(State.NONE, State.READY);

	private final Store store;

	StoreHealthIndicator(Store store) {
		this.store = store;
	}

	@Override
	public Health health() {
		StoreStatus status = this.store.status();
		return (FINE.contains(status.state()) ? Health.up() : Health.down()).withDetail("state", status.state())
			.build();
	}

}
