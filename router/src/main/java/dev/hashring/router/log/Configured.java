package dev.hashring.router.log;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.hashring.ring.InvalidRingException;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingSettings;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.ring.Snapshot;
import dev.hashring.web.WrongSettingException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the configuration says of the ring, under {@code ring:}.
 *
 * @param settings those that are set, by their names in JSON; others have their defaults,
 * or stay as they are
 * @param members who stays without a lease
 */
public record Configured(Map<String, JsonNode> settings, List<Member> members) {

	/** A member as it is configured. */
	record Place(@DefaultValue("") String id, @DefaultValue("") URI url, @DefaultValue("1") double weight,
			@Nullable Long position) {
	}

	/**
	 * Reads the configuration. A blank setting counts as one that is not set.
	 * @throws WrongSettingException if there can be no such settings or members
	 */
	public static Configured of(Binder binder) {
		ObjectNode texts = SettingsJson.MAPPER.createObjectNode();
		SettingsJson.tree(RingSettings.DEFAULT)
			.propertyNames()
			.forEach((name) -> binder.bind(property(name), String.class)
				.map(String::strip)
				.ifBound((text) -> putUnlessBlank(texts, name, text)));
		ObjectNode all = SettingsJson.tree(merged(RingSettings.DEFAULT, texts));
		return new Configured(values(all.retain(texts.propertyNames())), members(binder));
	}

	private static String property(String name) {
		return "ring." + DataObjectPropertyName.toDashedForm(name);
	}

	/** In the environment, names of constants may have underscores. */
	private static void putUnlessBlank(ObjectNode texts, String name, String text) {
		if (!text.isEmpty()) {
			texts.put(name, text.replace('_', '-'));
		}
	}

	private static RingSettings merged(RingSettings settings, ObjectNode change) {
		try {
			return SettingsJson.merge(settings, change, Configured::property);
		}
		catch (InvalidRingException ex) {
			throw new WrongSettingException(String.valueOf(ex.getMessage()));
		}
	}

	private static Map<String, JsonNode> values(ObjectNode object) {
		Map<String, JsonNode> values = new LinkedHashMap<>();
		object.properties().forEach((field) -> values.put(field.getKey(), field.getValue()));
		return values;
	}

	private static List<Member> members(Binder binder) {
		List<Place> places = binder.bind("ring.members", Bindable.listOf(Place.class)).orElse(List.of());
		List<Member> members = new ArrayList<>();
		for (Place place : places) {
			try {
				members.add(new Member(place.id(), place.url(), place.weight(), place.position()));
			}
			catch (InvalidRingException ex) {
				throw new WrongSettingException("ring.members[%s]: %s".formatted(members.size(), ex.getMessage()));
			}
		}
		return List.copyOf(members);
	}

	/**
	 * The state of a ring that begins.
	 * @throws WrongSettingException if these members can't stand on one ring
	 */
	RingState start() {
		return valid(
				() -> RingState.of(Snapshot.first(merged(RingSettings.DEFAULT, object(this.settings)), this.members)));
	}

	/**
	 * The state of a ring that goes on: what was changed in the configuration meanwhile
	 * is one change more.
	 * @param before what was configured when the last state was appended
	 * @throws WrongSettingException if these members can't stand on one ring
	 */
	RingState goOn(RingState last, Configured before) {
		Map<String, JsonNode> changed = new LinkedHashMap<>(this.settings);
		changed.entrySet().removeAll(before.settings.entrySet());
		Map<String, Member> next = new LinkedHashMap<>(last.members());
		before.members.stream()
			.filter((member) -> !this.members.contains(member))
			.forEach((member) -> next.remove(member.id()));
		this.members.stream()
			.filter((member) -> !before.members.contains(member))
			.forEach((member) -> next.put(member.id(), member));
		return valid(
				() -> last.moveOn(merged(last.settings(), object(changed)), next.values(), last.snapshot().retired()));
	}

	private static ObjectNode object(Map<String, JsonNode> fields) {
		return SettingsJson.MAPPER.createObjectNode().setAll(fields);
	}

	private static RingState valid(Supplier<RingState> state) {
		try {
			return state.get();
		}
		catch (InvalidRingException ex) {
			throw new WrongSettingException("ring: " + ex.getMessage());
		}
	}

}
