package dev.hashring.router.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.Snapshot;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes states as lines of JSON. Reads the one line of earlier versions, too,
 * which knew the last state only.
 */
final class StateLines {

	private static final List<String> FIELDS = List.of("epoch", "settings", "members", "retired", "time", "change",
			"why", "configured", "holdsEntries", "since", "banned");

	/** Members that are alike in many states are kept once. */
	private final Map<Member, Member> known = new HashMap<>();

	static byte[] write(LoggedState state) {
		return (SettingsJson.MAPPER.writeValueAsString(state) + "\n").getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * A state from its line.
	 * @throws tools.jackson.core.JacksonException if the line is none
	 * @throws IOException if it lacks something
	 */
	LoggedState read(String line) throws IOException {
		JsonNode tree = SettingsJson.MAPPER.readTree(line);
		JsonNode state = tree.has("configuredSettings") ? upgraded(tree) : tree;
		for (String field : FIELDS) {
			if (!state.hasNonNull(field)) {
				throw new IOException("it lacks the field " + field);
			}
		}
		SettingsJson.complete(state.get("settings"));
		return withKnownMembers(SettingsJson.MAPPER.treeToValue(state, LoggedState.class));
	}

	private LoggedState withKnownMembers(LoggedState read) {
		Snapshot state = read.state();
		List<Member> members = state.members()
			.stream()
			.map((member) -> this.known.computeIfAbsent(member, (same) -> same))
			.toList();
		return new LoggedState(
				new Snapshot(state.term(), state.epoch(), state.since(), state.settings(), members, state.retired(),
						state.next(), state.holdsEntries(), state.banned()),
				read.time(), read.change(), read.why(), read.configured());
	}

	private static JsonNode upgraded(JsonNode before) {
		ObjectNode line = SettingsJson.MAPPER.createObjectNode();
		if (before.get("state") instanceof ObjectNode state) {
			line.setAll(state);
		}
		line.put("time", Instant.now().toString());
		line.putObject("change");
		line.put("why", "was the last state that an earlier version kept");
		line.putObject("configured")
			.<ObjectNode>set("settings", before.get("configuredSettings"))
			.set("members", before.get("configuredMembers"));
		line.put("holdsEntries", before.path("holdsEntries").asBoolean(false));
		line.put("term", 0);
		line.set("since", line.get("epoch"));
		line.putArray("banned");
		return line;
	}

}
