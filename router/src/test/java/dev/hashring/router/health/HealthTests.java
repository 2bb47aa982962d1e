package dev.hashring.router.health;

import dev.hashring.router.log.Events;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.log.Rings;
import dev.hashring.router.ring.Member;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import dev.hashring.router.log.Events.Event;
import dev.hashring.router.log.Events.Type;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class HealthTests {

	private static final Member A = new Member("a", URI.create("http://a:1"), 1, 0L);

	private Events events;

	private LiveRing ring;

	private Duration now = Duration.ofDays(1);

	@Test
	void oneFailureTakesAMemberDownAndTwoGoodProbesInARowBringItUp() throws InterruptedException {
		Health health = health("fail");
		health.failed(A, "refused the connection");
		assertThat(health.isUp(A)).isFalse();
		assertThat(health.of(A).reason()).isEqualTo("refused the connection");
		health.answered(A);
		health.failed(A, "gave no whole answer");
		health.answered(A);
		assertThat(health.isUp(A)).isFalse();
		health.answered(A);
		assertThat(health.isUp(A)).isTrue();
		assertThat(this.events.after(0, Duration.ZERO)).extracting(Event::type, Event::member, Event::reason)
			.containsExactly(tuple(Type.DOWN, "a", "refused the connection"), tuple(Type.UP, "a", "answered 2 probes"));
	}

	@Test
	void whoGoesDownAgainAndAgainIsHeldOutForGrowingTimes() {
		Health health = health("next-node");
		assertThat(secondsDown(health)).isEqualTo(2);
		assertThat(secondsDown(health)).as("2 s, once it flaps").isEqualTo(2);
		assertThat(secondsDown(health)).isEqualTo(4);
		assertThat(secondsDown(health)).isEqualTo(8);
		for (int i = 0; i < 10; i++) {
			secondsDown(health);
		}
		assertThat(secondsDown(health)).as("the longest").isEqualTo(60);
		this.now = this.now.plusMinutes(1);
		assertThat(secondsDown(health)).as("after a quiet minute").isEqualTo(2);
	}

	@Test
	void nobodyIsHeldOutWhereTheOwnerIsTriedAnyway() {
		Health health = health("fail");
		for (int i = 0; i < 10; i++) {
			assertThat(secondsDown(health)).isEqualTo(2);
		}
	}

	@Test
	void aMemberAtAnotherUrlStartsAnewAndWhatIsSeenOfTheOldOneDoesNotCount() {
		Health health = health("next-node");
		health.failed(A, "refused the connection");
		Member moved = new Member("a", URI.create("http://a:2"), 1, 0L);
		this.ring.change("", (state) -> state.join(moved));
		assertThat(health.isUp(moved)).isTrue();
		health.failed(A, "refused the connection");
		assertThat(health.isUp(moved)).isTrue();
	}

	/** How long a member stays down that answers a probe every second from now on. */
	private long secondsDown(Health health) {
		Duration start = this.now;
		health.failed(A, "refused the connection");
		while (!health.isUp(A)) {
			this.now = this.now.plusSeconds(1);
			health.answered(A);
		}
		return this.now.minus(start).toSeconds();
	}

	private Health health(String onOwnerFailure) {
		this.ring = Rings.live(Map.of("ring.on-owner-failure", onOwnerFailure, "ring.members[0].id", "a",
				"ring.members[0].url", "http://a:1", "ring.members[0].position", "0"));
		this.events = new Events(this.ring);
		return new Health(this.ring, this.events, () -> this.now.toNanos());
	}

}
