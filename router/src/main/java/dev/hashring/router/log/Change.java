package dev.hashring.router.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.Placed;
import dev.hashring.router.ring.RingState;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What differs between a state of the ring and the one before it.
 *
 * @param join the ids of members that joined, or changed
 * @param leave the ids of members that left, or were taken out
 * @param settings what changed, by the setting's name
 * @param rebalance what became of a rebalance; null if it is not about one
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Change(List<String> join, List<String> leave, Map<String, Setting> settings,
		@Nullable Rebalance rebalance) {

	private static final Change NONE = new Change(List.of(), List.of(), Map.of(), null);

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

	/**
	 * Something that became of a rebalance.
	 *
	 * @param stage {@code begun}, {@code done} or {@code cancelled}
	 * @param of the change that entries move for
	 */
	@JsonInclude(JsonInclude.Include.NON_EMPTY)
	public record Rebalance(String stage, Change of) {
	}

	/** What a ring begins with. */
	static Change first(RingState state) {
		return new Change(List.copyOf(state.members().keySet()), List.of(), Map.of(), null);
	}

	/** What entries move for in a joint state. */
	public static Change target(RingState joint) {
		return between(joint.now(), joint.later());
	}

	static Change between(RingState before, RingState after) {
		Placed wanted = before.next();
		if (wanted == null) {
			Placed next = after.next();
			return (next == null) ? between(before.now(), after.now())
					: NONE.with(new Rebalance("begun", between(before.now(), next)));
		}
		Change target = between(before.now(), wanted);
		if (after.isJoint()) {
			return between(before.now(), after.now());
		}
		boolean isDone = after.settings().equals(wanted.settings()) && after.members().equals(wanted.members());
		return isDone ? target.with(new Rebalance("done", target)) : NONE.with(new Rebalance("cancelled", target));
	}

	private static Change between(Placed before, Placed after) {
		boolean sameSettings = before.settings().equals(after.settings());
		List<String> joined = after.members()
			.values()
			.stream()
			// Other settings may give other positions, which is no news of the member.
			.filter((member) -> {
				Member was = before.members().get(member.id());
				return was == null || (sameSettings && !member.in(null).equals(was.in(null)));
			})
			.map(Member::id)
			.toList();
		List<String> left = before.members()
			.keySet()
			.stream()
			.filter((id) -> !after.members().containsKey(id))
			.toList();
		return new Change(joined, left, SettingsJson.difference(before.settings(), after.settings()), null);
	}

	private Change with(Rebalance stage) {
		return new Change(this.join, this.leave, this.settings, stage);
	}

	/** In words, such as {@code node4 joins}. */
	public String sentence() {
		List<String> parts = new ArrayList<>();
		if (!this.join.isEmpty()) {
			parts.add("join of " + String.join(", ", this.join));
		}
		if (!this.leave.isEmpty()) {
			parts.add("leave of " + String.join(", ", this.leave));
		}
		this.settings.forEach((name, setting) -> parts.add(name + " " + Setting.text(setting.after())));
		return parts.isEmpty() ? "new stores" : String.join(", ", parts);
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
