package dev.hashring.router.log;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import dev.hashring.ring.InvalidRingException;
import dev.hashring.router.log.Change.Difference;
import dev.hashring.router.ring.RingSettings;
import dev.hashring.web.Wanted;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings of the ring as JSON: one flat object, which a change is merged into.
 */
public final class SettingsJson {

	/** How the ring log reads and writes. */
	static final JsonMapper MAPPER = JsonMapper.builder()
		.addModule(new SimpleModule().addSerializer(Duration.class, new DurationText.Serializer())
			.addDeserializer(Duration.class, new DurationText.Deserializer()))
		.enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
		.enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE, EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
		.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
		.build();

	private static final ObjectNode DEFAULT = tree(RingSettings.DEFAULT);

	private SettingsJson() {
	}

	static ObjectNode tree(RingSettings settings) {
		return MAPPER.valueToTree(settings);
	}

	/**
	 * Settings after a change, which is merged as RFC 7396 has it: what is not named
	 * stays, and null stands for the default. Another placement without a size has the
	 * size that it has by default.
	 * @throws InvalidRingException if there can be no such settings
	 */
	public static RingSettings merge(RingSettings now, ObjectNode change) {
		return merge(now, change, UnaryOperator.identity());
	}

	/**
	 * The same.
	 * @param names how sentences call a setting
	 */
	public static RingSettings merge(RingSettings now, ObjectNode change, UnaryOperator<String> names) {
		ObjectNode next = tree(now);
		change.properties().forEach((setting) -> {
			JsonNode usual = DEFAULT.get(setting.getKey());
			if (usual == null) {
				throw new InvalidRingException(
						"There is no field %s here, only: %s.".formatted(names.apply(setting.getKey()),
								DEFAULT.propertyNames().stream().sorted().collect(Collectors.joining(", "))));
			}
			next.set(setting.getKey(), setting.getValue().isNull() ? usual : setting.getValue());
		});
		boolean movesOn = change.has("placement") && !next.get("placement").equals(tree(now).get("placement"));
		if (!change.hasNonNull("size") && (change.has("size") || movesOn)) {
			next.putNull("size");
		}
		try {
			return MAPPER.treeToValue(next, RingSettings.class);
		}
		catch (InvalidFormatException ex) {
			String name = ex.getPath().get(ex.getPath().size() - 1).getPropertyName();
			throw new InvalidRingException("%s is '%s', which is not %s.".formatted(names.apply(name), ex.getValue(),
					Wanted.of(ex.getTargetType(), ex.getValue())));
		}
		catch (JacksonException ex) {
			if (ex.getCause() instanceof InvalidRingException invalid) {
				throw invalid;
			}
			throw new InvalidRingException("These are no settings of a ring: %s.".formatted(ex.getOriginalMessage()));
		}
	}

	/** Puts what settings of an earlier version lack. */
	static void complete(JsonNode settings) {
		if (settings instanceof ObjectNode known) {
			DEFAULT.properties().forEach((setting) -> known.putIfAbsent(setting.getKey(), setting.getValue()));
		}
	}

	/** What differs of two objects with the same fields, by the field's name. */
	static Map<String, Difference> difference(ObjectNode before, ObjectNode after) {
		Map<String, Difference> difference = new LinkedHashMap<>();
		after.properties().forEach((field) -> {
			JsonNode old = before.get(field.getKey());
			if (!field.getValue().equals(old)) {
				difference.put(field.getKey(), new Difference(old, field.getValue()));
			}
		});
		return difference;
	}

}
