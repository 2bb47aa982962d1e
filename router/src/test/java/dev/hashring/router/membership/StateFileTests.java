package dev.hashring.router.membership;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import dev.hashring.web.Refusal;
import dev.hashring.web.WrongSettingException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A ring that goes on from its file, each time as if the router had started again.
 */
class StateFileTests {

	private static final Member NODE4 = new Member("node4", URI.create("http://node4:5000"), 1, null, "process");

	private final Map<String, String> configured = new HashMap<>(
			Map.of("ring.members[0].id", "node1", "ring.members[0].url", "http://node1:5000", "ring.members[1].id",
					"node2", "ring.members[1].url", "http://node2:5000"));

	@TempDir
	private Path folder;

	@BeforeEach
	void configureFile() {
		this.configured.put("ring.state-file", this.folder.resolve("state.json").toString());
	}

	@Test
	void epochSettingsAndMembersAreAsTheyWere() {
		LiveRing ring = start();
		ring.change("", (state) -> state.join(NODE4));
		ring.change("", (state) -> state.leave("node2"));
		ring.change("", (state) -> state.with(virtualNodes(40).applyTo(state.settings())));
		assertThat(start().state()).isEqualTo(ring.state()).extracting(RingState::epoch).isEqualTo(4L);
	}

	@Test
	void whoWasTakenOutStaysOut() {
		LiveRing ring = start();
		ring.change("", (state) -> state.join(NODE4));
		ring.change("", (state) -> state.leave("node4"));
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> start().change("", (state) -> state.join(NODE4)));
	}

	@Test
	void whatChangedInTheConfigurationMeanwhileIsOneMoreChange() {
		start().change("", (state) -> state.join(NODE4));
		this.configured.put("ring.virtual-nodes", "40");
		this.configured.put("ring.on-owner-failure", "next-node");
		this.configured.put("ring.members[1].id", "node3");
		RingState state = start().state();
		assertThat(state.epoch()).isEqualTo(3);
		assertThat(state.settings().virtualNodes()).isEqualTo(40);
		assertThat(state.settings().failsOver()).isTrue();
		assertThat(state.members().keySet()).containsExactly("node1", "node3", "node4");
		assertThat(start().state().epoch()).as("and is no change the next time").isEqualTo(3);
	}

	@Test
	void whatDidNotChangeInTheConfigurationDoesNotUndoAChange() {
		start().change("", (state) -> state.with(virtualNodes(40).applyTo(state.settings())));
		this.configured.put("ring.hash", "xxh3");
		RingSettings settings = start().state().settings();
		assertThat(settings.virtualNodes()).isEqualTo(40);
		assertThat(settings.hash()).hasToString("XXH3");
	}

	@Test
	void anotherPlacementInTheConfigurationBringsItsOwnSize() {
		start();
		this.configured.put("ring.placement", "virtual-nodes");
		assertThat(start().state().settings().size()).isEqualTo(1L << 32);
		this.configured.remove("ring.placement");
		assertThat(start().state().settings().size()).isEqualTo(360);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "nonsense", "{\"state\": null}", "[]" })
	void aFileThatCanNotBeReadStopsTheStartWithASentence(String content) throws IOException {
		Files.writeString(this.folder.resolve("state.json"), content);
		assertThatExceptionOfType(WrongSettingException.class).isThrownBy(this::start)
			.withMessageMatching("(?s)ring.state-file is '.*state.json', which can't be used: .*");
	}

	@Test
	void aChangeThatCanNotBeWrittenIsRefusedAndTheRingStays() throws IOException {
		LiveRing ring = start();
		RingState before = ring.state();
		Files.createDirectories(this.folder.resolve("state.json.next/in-the-way"));
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> ring.change("", (state) -> state.leave("node1")))
			.satisfies((refusal) -> assertThat(refusal.getStatusCode().value()).isEqualTo(503));
		assertThat(ring.state()).isSameAs(before);
		assertThatExceptionOfType(WrongSettingException.class).isThrownBy(this::start)
			.withMessageStartingWith("ring.state-file can't be written");
	}

	private static SettingsChange virtualNodes(int count) {
		return new SettingsChange(null, null, null, count, null, null, null, null, null, null, null, null, null);
	}

	private LiveRing start() {
		Binder binder = new Binder(new MapConfigurationPropertySource(this.configured));
		RingSettings settings = binder.bindOrCreate("ring", RingSettings.class);
		RingStart start = binder.bindOrCreate("ring", RingStart.class);
		return new LiveRing(settings, start, new StateFile(start, settings), new EventLog());
	}

}
