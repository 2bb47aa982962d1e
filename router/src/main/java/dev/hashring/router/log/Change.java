package dev.hashring.router.log;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import tools.jackson.databind.JsonNode;

/**
 * What differs between a state of the ring and the one before it.
 *
 * @param join the ids of members that joined, or changed
 * @param leave the ids of members that left, or were taken out
 * @param settings what changed, by the setting's name
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Change(List<String> join, List<String> leave, Map<String, Setting> settings) {

	public Change {
		// As JSON, what is empty is left out.
		join = (join != null) ? join : List.of();
		leave = (leave != null) ? leave : List.of();
		settings = (settings != null) ? settings : Map.of();
	}

	/**
	 * A setting that changed.
	 */
	public record Setting(JsonNode before, JsonNode after) {

		private static String text(JsonNode value) {
			return value.isString() ? value.asString() : value.toString();
		}

	}

	/** What a ring begins with. */
	static Change first(RingState state) {
		return new Change(List.copyOf(state.members().keySet()), List.of(), Map.of());
	}

	static Change between(RingState before, RingState after) {
		boolean sameSettings = before.settings().equals(after.settings());
		List<String> joined = after.members()
			.values()
			.stream()
			// Other settings may give other positions, which is no news of the member.
			.filter((member) -> sameSettings ? !member.equals(before.members().get(member.id()))
					: !before.members().containsKey(member.id()))
			.map(Member::id)
			.toList();
		List<String> left = before.members()
			.keySet()
			.stream()
			.filter((id) -> !after.members().containsKey(id))
			.toList();
		return new Change(joined, left, SettingsJson.difference(before.settings(), after.settings()));
	}

	/** Such as {@code has virtualNodes 40, not 160}. */
	String settingsSentence() {
		return this.settings.entrySet()
			.stream()
			.map((changed) -> "%s %s, not %s".formatted(changed.getKey(), Setting.text(changed.getValue().after()),
					Setting.text(changed.getValue().before())))
			.collect(Collectors.joining(", ", "has ", ""));
	}

}
