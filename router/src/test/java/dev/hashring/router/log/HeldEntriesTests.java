package dev.hashring.router.log;

import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingSettings;
import dev.hashring.router.ring.RingState;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.hashring.web.WrongSettingException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A ring whose members hold entries: it stands still.
 */
class HeldEntriesTests {

	private final Map<String, String> configured = new HashMap<>();

	@TempDir
	private Path folder;

	@BeforeEach
	void configure() {
		this.configured.put("ring.state-file", this.folder.resolve("state.json").toString());
		for (int i = 0; i < 3; i++) {
			this.configured.put("ring.members[" + i + "].id", "node" + i);
			this.configured.put("ring.members[" + i + "].url", "http://node" + i + ":5000");
			this.configured.put("ring.members[" + i + "].position", i + "00");
		}
	}

	static Stream<Arguments> moving() {
		return Stream.of(change("join", "fixed", (state) -> state.join(member("node9", 1, 250L))),
				change("leave", "fixed", (state) -> state.leave("node1")),
				change("drop", "fixed", (state) -> state.drop("node1")),
				change("position", "fixed", (state) -> state.join(member("node1", 1, 110L))),
				change("size", "fixed", (state) -> state.with(settings(state, "size", "361"))),
				change("hash", "fixed", (state) -> state.with(settings(state, "hash", "xxh3"))),
				change("placement", "fixed", (state) -> state.with(settings(state, "placement", "virtual-nodes"))),
				change("replicas", "fixed", (state) -> state.with(settings(state, "replicas", "3"))),
				change("weight", "virtual-nodes", (state) -> state.join(member("node1", 2, null))),
				change("points", "virtual-nodes", (state) -> state.with(settings(state, "virtualNodes", "161"))));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("moving")
	void aChangeThatMovesEntriesIsRefused(String name, String placement, UnaryOperator<RingState> step) {
		this.configured.put("ring.placement", placement);
		LiveRing ring = start();
		assertThat(ring.holdEntries(ring.state())).isTrue();
		RingState before = ring.state();
		assertThatExceptionOfType(EntriesInTheWayException.class).isThrownBy(() -> ring.change("", step))
			.withMessageContaining("would move a part of the ring");
		assertThat(ring.state()).isSameAs(before);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("moving")
	void withoutEntriesItIsMade(String name, String placement, UnaryOperator<RingState> step) {
		this.configured.put("ring.placement", placement);
		LiveRing ring = start();
		assertThat(ring.change("", step).after().epoch()).isEqualTo(2);
	}

	static Stream<Arguments> still() {
		return Stream.of(change("timeout", "fixed", (state) -> state.with(settings(state, "readTimeout", "1s"))),
				change("points", "fixed", (state) -> state.with(settings(state, "virtualNodes", "161"))),
				change("weight", "fixed", (state) -> state.join(member("node1", 2, 100L))),
				change("url", "virtual-nodes",
						(state) -> state.join(new Member("node1", URI.create("http://x:1"), 1, 100L, null))));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("still")
	void aChangeThatMovesNoneIsMade(String name, String placement, UnaryOperator<RingState> step) {
		this.configured.put("ring.placement", placement);
		LiveRing ring = start();
		ring.holdEntries(ring.state());
		assertThat(ring.change("", step).after().epoch()).isEqualTo(2);
	}

	@Test
	void whoeverDecidedByAnEarlierRingHasToDecideAnew() {
		LiveRing ring = start();
		RingState earlier = ring.state();
		ring.change("", (state) -> state.leave("node1"));
		assertThat(ring.holdEntries(earlier)).isFalse();
		assertThat(ring.holdsEntries()).isFalse();
		assertThat(ring.holdEntries(ring.state())).isTrue();
		assertThat(ring.holdEntries(earlier)).isFalse();
	}

	@Test
	void theRouterKnowsItAfterAStart() {
		LiveRing ring = start();
		assertThat(ring.holdsEntries()).isFalse();
		ring.holdEntries(ring.state());
		ring.change("", (state) -> state.with(settings(state, "readTimeout", "1s")));
		assertThat(start().holdsEntries()).isTrue();
		this.configured.put("ring.size", "500");
		assertThatExceptionOfType(WrongSettingException.class).isThrownBy(this::start)
			.withMessageContaining("was changed so that key-value pairs would move")
			.withMessageContaining("state.json");
	}

	private static Arguments change(String name, String placement, UnaryOperator<RingState> step) {
		return Arguments.of(name, placement, step);
	}

	private static Member member(String id, double weight, Long position) {
		return new Member(id, URI.create("http://" + id + ":5000"), weight, position);
	}

	private static RingSettings settings(RingState state, String name, String value) {
		return SettingsJson.merge(state.settings(), SettingsJson.MAPPER.createObjectNode().put(name, value));
	}

	private LiveRing start() {
		return Rings.live(this.configured);
	}

}
