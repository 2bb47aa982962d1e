package dev.hashring.router.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.Placed;
import dev.hashring.router.ring.RingState;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What differs between a state of the ring and the one before it.
 *
 * @param join the ids of members that joined, or joined again with another process
 * @param leave the ids of members that left, or were taken out
 * @param members what changed of members that stay, by their ids and the names of fields
 * @param settings what changed, by the setting's name
 * @param rebalance what became of a rebalance; null if it is not about one
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Change(List<String> join, List<String> leave, Map<String, Map<String, Difference>> members,
		Map<String, Difference> settings, @Nullable Rebalance rebalance) {

	private static final String LEASED = "leased";

	private static final Change NONE = new Change(List.of(), List.of(), Map.of(), Map.of(), null);

	public Change {
		// As JSON, what is empty is left out.
		join = (join != null) ? join : List.of();
		leave = (leave != null) ? leave : List.of();
		members = (members != null) ? members : Map.of();
		settings = (settings != null) ? settings : Map.of();
	}

	/**
	 * A setting, or a field of a member, that changed.
	 *
	 * @param before null if there was none
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Difference(@Nullable JsonNode before, JsonNode after) {

		/** Such as {@code 40, not 160}. */
		private String sentence() {
			return (this.before != null) ? "%s, not %s".formatted(text(this.after), text(this.before))
					: text(this.after);
		}

		private static String text(JsonNode value) {
			return value.isNumber() ? value.decimalValue().stripTrailingZeros().toPlainString()
					: value.isString() ? value.asString() : value.toString();
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
		return new Change(List.copyOf(state.members().keySet()), List.of(), Map.of(), Map.of(), null);
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
		List<String> joined = new ArrayList<>();
		Map<String, Map<String, Difference>> changed = new LinkedHashMap<>();
		// Other settings may give other positions, which is no news of a member.
		boolean sameSettings = before.settings().equals(after.settings());
		after.members().forEach((id, member) -> {
			Member was = before.members().get(id);
			if (was == null || (sameSettings && isAnotherProcess(was, member))) {
				joined.add(id);
			}
			else if (sameSettings && !fields(was).equals(fields(member))) {
				changed.put(id, SettingsJson.difference(fields(was), fields(member)));
			}
		});
		List<String> left = before.members()
			.keySet()
			.stream()
			.filter((id) -> !after.members().containsKey(id))
			.toList();
		return new Change(joined, left, changed,
				SettingsJson.difference(SettingsJson.tree(before.settings()), SettingsJson.tree(after.settings())),
				null);
	}

	private static boolean isAnotherProcess(Member before, Member after) {
		return after.hasLease() && !Objects.equals(before.instance(), after.instance());
	}

	/** What people change of a member. */
	private static ObjectNode fields(Member member) {
		ObjectNode fields = SettingsJson.MAPPER.createObjectNode()
			.put("url", member.url().toString())
			.put("weight", member.weight())
			.put(LEASED, member.hasLease());
		return (member.position() != null) ? fields.put("position", member.position()) : fields;
	}

	private Change with(Rebalance stage) {
		return new Change(this.join, this.leave, this.members, this.settings, stage);
	}

	/** In words, such as {@code join of node4} or {@code new weight 2 of node1}. */
	public String sentence() {
		List<String> parts = new ArrayList<>();
		if (!this.join.isEmpty()) {
			parts.add("join of " + String.join(", ", this.join));
		}
		if (!this.leave.isEmpty()) {
			parts.add("leave of " + String.join(", ", this.leave));
		}
		this.members.forEach((id, fields) -> fields.forEach((name, field) -> {
			if (!name.equals(LEASED)) {
				parts.add("new %s %s of %s".formatted(name, Difference.text(field.after()), id));
			}
		}));
		this.settings.forEach((name, setting) -> parts.add(name + " " + Difference.text(setting.after())));
		return parts.isEmpty() ? "new stores" : String.join(", ", parts);
	}

	/** Such as {@code has virtualNodes 40, not 160}. */
	static String sentence(Map<String, Difference> changed) {
		return changed.entrySet()
			.stream()
			.map((each) -> each.getKey().equals(LEASED) ? "no lease any more"
					: each.getKey() + " " + each.getValue().sentence())
			.collect(Collectors.joining(", ", "has ", ""));
	}

}
