package dev.hashring.router.health;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import dev.hashring.router.log.Events;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.log.Rings;
import dev.hashring.router.peers.Peers;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeasesTests {

	private static final Member A = new Member("a", URI.create("http://a:1"), 1, 0L).leasedTo("process");

	private Duration now = Duration.ofDays(1);

	private LiveRing ring;

	private Events events;

	private Health health;

	private Leases leases;

	@BeforeEach
	void join() {
		this.ring = Rings.live(Map.of("ring.lease", "6s", "ring.removal", "30s"));
		this.events = new Events(this.ring);
		this.health = new Health(this.ring, this.events, () -> this.now.toNanos());
		this.leases = new Leases(this.ring, this.health, this.events, Peers.ALONE, () -> this.now.toNanos());
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

	@Test
	void aMemberWithTheOnlyCopyStaysAndThatIsSaidOnce() throws InterruptedException {
		this.ring.change("holds entries", (state) -> state.holdingEntries(Map.of("a", "s")));
		pass(Duration.ofSeconds(60));
		assertThat(this.ring.state().members()).containsKey("a");
		assertThat(this.events.after(0, Duration.ZERO)).filteredOn((event) -> event.reason().startsWith("stays"))
			.singleElement()
			.satisfies((event) -> assertThat(event.reason())
				.isEqualTo("stays in the ring: what it keeps is in no other store. "
						+ "DELETE /ring/members/a?abandon=true gives that up"));
	}

	@Test
	void aMemberWhoseEntriesHaveOtherCopiesIsReplaced() {
		this.ring.change("configured",
				(state) -> state.join(new Member("b", URI.create("http://b:1"), 1, 180L))
					.with(new RingSettings(state.settings().shape(), state.settings().failOver(),
							state.settings().timing(), 2)));
		this.ring.change("holds entries", (state) -> state.holdingEntries(Map.of("a", "s", "b", "t")));
		pass(Duration.ofSeconds(60));
		assertThat(this.ring.state().later().members()).containsOnlyKeys("b");
	}

	private void pass(Duration time) {
		Duration end = this.now.plus(time);
		while (this.now.compareTo(end) < 0) {
			this.now = this.now.plusMillis(250);
			this.leases.endThoseThatRanOut();
		}
	}

}
