package dev.hashring.router.log;

import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingSettings;
import dev.hashring.router.ring.RetiredException;
import dev.hashring.router.ring.RingState;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.hashring.web.WrongSettingException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * A ring that goes on from its file, each time as if the router had started again.
 */
class StateFileTests {

	private static final Member NODE4 = new Member("node4", URI.create("http://node4:5000"), 1, null, "process", null);

	private static final String VERSION_BEFORE = """
			{"state":{"epoch":7,"settings":{"placement":"virtual-nodes","size":4294967296,"hash":"MD5",\
			"virtualNodes":40,"onOwnerFailure":"next-node","maxAttempts":3,"connectTimeout":"PT1S",\
			"readTimeout":"PT2S","deadline":"PT6S","boundedLoad":0.0,"lease":"PT6S","removal":"PT30S",\
			"replicas":1},"members":[{"id":"node1","url":"http://node1:5000","weight":1.0,"position":null,\
			"instance":null},{"id":"node4","url":"http://node4:5000","weight":1.0,"position":null,\
			"instance":"process"}],"retired":[{"member":"node5","name":"a"}]},"configuredSettings":\
			{"placement":"virtual-nodes","size":4294967296,"hash":"MD5","virtualNodes":160,\
			"onOwnerFailure":"fail","maxAttempts":3,"connectTimeout":"PT1S","readTimeout":"PT2S",\
			"deadline":"PT6S","boundedLoad":0.0,"lease":"PT6S","removal":"PT30S","replicas":1},\
			"configuredMembers":[{"id":"node1","url":"http://node1:5000","weight":1.0,"position":null,\
			"instance":null}],"holdsEntries":true}""";

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
		ring.change("", (state) -> state.with(virtualNodes(state, 40)));
		assertThat(start().state()).isEqualTo(ring.state()).extracting(RingState::epoch).isEqualTo(4L);
	}

	@Test
	void whoWasTakenOutStaysOut() {
		LiveRing ring = start();
		ring.change("", (state) -> state.join(NODE4));
		ring.change("", (state) -> state.leave("node4"));
		assertThatExceptionOfType(RetiredException.class)
			.isThrownBy(() -> start().change("", (state) -> state.join(NODE4)));
	}

	@Test
	void whatChangedInTheConfigurationMeanwhileIsOneMoreChange() {
		start().change("", (state) -> state.join(NODE4));
		this.configured.put("ring.virtual-nodes", "40");
		this.configured.put("ring.on-owner-failure", "next-node");
		this.configured.put("ring.members[1].id", "node3");
		RingState state = start().state();
		assertThat(state.epoch()).isEqualTo(3);
		assertThat(state.settings().shape().virtualNodes()).isEqualTo(40);
		assertThat(state.settings().failsOver()).isTrue();
		assertThat(state.members().keySet()).containsExactly("node1", "node3", "node4");
		assertThat(start().state().epoch()).as("and is no change the next time").isEqualTo(3);
	}

	@Test
	void whatDidNotChangeInTheConfigurationDoesNotUndoAChange() {
		start().change("", (state) -> state.with(virtualNodes(state, 40)));
		this.configured.put("ring.hash", "xxh3");
		RingSettings settings = start().state().settings();
		assertThat(settings.shape().virtualNodes()).isEqualTo(40);
		assertThat(settings.shape().hash()).hasToString("XXH3");
	}

	@Test
	void anotherPlacementInTheConfigurationBringsItsOwnSize() {
		start();
		this.configured.put("ring.placement", "virtual-nodes");
		assertThat(start().state().settings().shape().size()).isEqualTo(1L << 32);
		this.configured.put("ring.placement", "fixed");
		assertThat(start().state().settings().shape().size()).isEqualTo(360);
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
		Path file = this.folder.resolve("state.json");
		Files.move(file, this.folder.resolve("aside"));
		assertThatExceptionOfType(LogFailedException.class)
			.isThrownBy(() -> ring.change("", (state) -> state.leave("node1")))
			.withMessageStartingWith("The ring is as before");
		assertThat(ring.state()).isSameAs(before);
		Files.createDirectories(this.folder.resolve("state.json.next/in-the-way"));
		assertThatExceptionOfType(WrongSettingException.class).isThrownBy(this::start)
			.withMessageStartingWith("ring.state-file can't be written");
	}

	@Test
	void aSettingThatIsNoLongerConfiguredStays() {
		this.configured.put("ring.placement", "virtual-nodes");
		this.configured.put("ring.replicas", "3");
		RingState before = start().state();
		this.configured.remove("ring.placement");
		this.configured.put("ring.replicas", "");
		assertThat(start().state()).isEqualTo(before);
	}

	@Test
	void theHistoryIsThereAfterAStart() {
		LiveRing ring = start();
		ring.change("was put by hand", (state) -> state.join(NODE4));
		ring.change("changed", (state) -> state.with(virtualNodes(state, 40)));
		ring.change("was taken out by hand", (state) -> state.leave("node1"));
		List<LoggedState> history = start().history(0, 10);
		assertThat(history).isEqualTo(ring.history(0, 10))
			.extracting(LoggedState::epoch, LoggedState::why)
			.containsExactly(tuple(1L, "started with its configuration"), tuple(2L, "was put by hand"),
					tuple(3L, "changed"), tuple(4L, "was taken out by hand"));
		assertThat(history).extracting((logged) -> SettingsJson.MAPPER.writeValueAsString(logged.change()))
			.containsExactly("{\"join\":[\"node1\",\"node2\"]}", "{\"join\":[\"node4\"]}",
					"{\"settings\":{\"virtualNodes\":{\"before\":160,\"after\":40}}}", "{\"leave\":[\"node1\"]}");
		assertThat(start().state(2).orElseThrow().members()).containsOnlyKeys("node1", "node2", "node4");
	}

	@Test
	void theLastThousandStatesAreKept() {
		LiveRing ring = start();
		for (int i = 1; i <= 2500; i++) {
			int points = i;
			ring.change("", (state) -> state.with(virtualNodes(state, points)));
		}
		for (LiveRing each : List.of(ring, start())) {
			assertThat(each.history(0, 5000)).hasSize(1000);
			assertThat(each.history(0, 1)).extracting(LoggedState::epoch).containsExactly(1502L);
			assertThat(each.history(2500, 5)).extracting(LoggedState::epoch).containsExactly(2501L);
			assertThat(each.state(1501)).isEmpty();
		}
	}

	@Test
	void aLineThatWasCutOffWasNeverAcknowledged() throws IOException {
		LiveRing ring = start();
		ring.change("", (state) -> state.leave("node2"));
		Path file = this.folder.resolve("state.json");
		String whole = Files.readString(file);
		Files.writeString(file, whole + whole.substring(0, whole.length() / 2));
		LiveRing again = start();
		assertThat(again.state()).isEqualTo(ring.state());
		again.change("", (state) -> state.join(NODE4));
		assertThat(start().state()).isEqualTo(again.state());
	}

	@Test
	void theFileOfTheVersionBeforeIsRead() throws IOException {
		Files.writeString(this.folder.resolve("state.json"), VERSION_BEFORE);
		this.configured.put("ring.placement", "virtual-nodes");
		this.configured.put("ring.virtual-nodes", "160");
		this.configured.put("ring.read-timeout", "2s");
		this.configured.keySet().removeIf((name) -> name.startsWith("ring.members[1]"));
		LiveRing ring = start();
		assertThat(ring.state().epoch()).isEqualTo(7);
		assertThat(ring.state().members()).containsOnlyKeys("node1", "node4").containsEntry("node4", NODE4);
		assertThat(ring.state().settings().shape().virtualNodes()).isEqualTo(40);
		assertThat(ring.state().holdsEntries()).isTrue();
		assertThat(start().state()).isEqualTo(ring.state());
	}

	@Test
	void aFileFromBeforeThereWereEntriesIsStillRead() throws IOException {
		Files.writeString(this.folder.resolve("state.json"),
				VERSION_BEFORE.replace(",\"holdsEntries\":true", "").replaceAll(",\\s*\"replicas\":1", ""));
		assertThat(Files.readString(this.folder.resolve("state.json"))).doesNotContain("replicas", "holdsEntries");
		LiveRing ring = start();
		assertThat(ring.state().holdsEntries()).isFalse();
		assertThat(ring.state().settings().replicas()).isEqualTo(1);
	}

	private static RingSettings virtualNodes(RingState state, int count) {
		return SettingsJson.merge(state.settings(), SettingsJson.MAPPER.createObjectNode().put("virtualNodes", count));
	}

	private LiveRing start() {
		return Rings.live(this.configured);
	}

}
