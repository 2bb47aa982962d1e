package dev.hashring.router.health;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import dev.hashring.router.log.Events;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.log.Rings;
import dev.hashring.router.ring.Member;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeasesTests {

	private static final Member A = new Member("a", URI.create("http://a:1"), 1, 0L).leasedTo("process");

	private Duration now = Duration.ofDays(1);

	private LiveRing ring;

	private Health health;

	private Leases leases;

	@BeforeEach
	void join() {
		this.ring = Rings.live(Map.of("ring.lease", "6s", "ring.removal", "30s"));
		this.health = new Health(this.ring, new Events(this.ring), () -> this.now.toNanos());
		this.leases = new Leases(this.ring, this.health, () -> this.now.toNanos());
		this.ring.change("joined by itself", (state) -> state.join(A));
	}

	@Test
	void aMemberThatDoesNotRenewItsLeaseIsDownAndThenOut() {
		pass(Duration.ofSeconds(7));
		assertThat(this.health.isUp(A)).isFalse();
		assertThat(this.ring.state().members()).containsKey("a");
		pass(Duration.ofSeconds(30));
		assertThat(this.ring.state().members()).isEmpty();
	}

	@Test
	void theRoutersOwnPauseIsNoMembersFault() {
		pass(Duration.ofSeconds(5));
		this.now = this.now.plusSeconds(45);
		this.leases.endThoseThatRanOut();
		assertThat(this.health.isUp(A)).isTrue();
		assertThat(this.ring.state().members()).containsKey("a");
		pass(Duration.ofSeconds(2));
		assertThat(this.health.isUp(A)).as("its lease goes on from there").isFalse();
	}

	private void pass(Duration time) {
		Duration end = this.now.plus(time);
		while (this.now.compareTo(end) < 0) {
			this.now = this.now.plusMillis(250);
			this.leases.endThoseThatRanOut();
		}
	}

}
