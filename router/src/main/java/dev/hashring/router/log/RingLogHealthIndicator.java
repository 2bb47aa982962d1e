package dev.hashring.router.log;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether this router sees what other routers change, if it shares the ring. While it
 * does not, it still answers: that is no reason to send it no requests.
 */
@Component
class RingLogHealthIndicator implements HealthIndicator {

	private final RingLog log;

	RingLogHealthIndicator(RingLog log) {
		this.log = log;
	}

	@Override
	public Health health() {
		Health.Builder health = this.log.isReachable() ? Health.up() : Health.status("STALE");
		return health.withDetail("log", this.log.toString()).build();
	}

}
