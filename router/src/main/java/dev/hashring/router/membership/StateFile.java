package dev.hashring.router.membership;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.hashring.web.WrongSettingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

/**
 * The file in which the state of the ring outlives the router, if there is one. Beside
 * the state it keeps what was configured, so that a later change of the configuration is
 * told from a change of the living ring.
 */
@Component
class StateFile {

	private static final Logger log = LoggerFactory.getLogger(StateFile.class);

	private final JsonMapper json = JsonMapper.shared();

	private final @Nullable Path file;

	private final RingSettings settings;

	private final List<Member> members;

	StateFile(RingStart start, RingSettings settings) {
		this.file = start.stateFile();
		this.settings = settings;
		this.members = start.members();
	}

	/**
	 * What the file holds.
	 *
	 * @param holdsEntries whether members may hold entries that lie as this ring says;
	 * null: they do not
	 */
	record Content(Snapshot state, RingSettings configuredSettings, List<Member> configuredMembers,
			@Nullable Boolean holdsEntries) {
	}

	/**
	 * What to go on from.
	 *
	 * @param holdsEntries whether members may hold entries
	 */
	record Start(RingState state, boolean holdsEntries) {
	}

	/**
	 * The state to go on from, with what was changed in the configuration since as one
	 * change more.
	 * @throws WrongSettingException if the file can't be used
	 */
	Optional<Start> read() {
		if (this.file == null || !Files.exists(this.file)) {
			return Optional.empty();
		}
		try {
			JsonNode tree = this.json.readTree(Files.readAllBytes(this.file));
			addNewSettings(tree.at("/state/settings"));
			addNewSettings(tree.at("/configuredSettings"));
			Content content = this.json.treeToValue(tree, Content.class);
			RingState last = RingState.of(content.state());
			RingSettings next = settingsChangedSince(content.configuredSettings()).applyTo(last.settings());
			log.info("The ring goes on from {}, epoch {}.", this.file, last.epoch());
			RingState first = last.next(next, membersChangedSince(content.configuredMembers(), last), last.retired());
			boolean holdsEntries = Boolean.TRUE.equals(content.holdsEntries());
			if (holdsEntries && last.movesEntriesTo(first)) {
				throw new WrongSettingException(
						"The ring's configuration was changed so that key-value pairs would move, which is not possible yet. Change it back, or delete the nodes' data and %s."
							.formatted(this.file));
			}
			return Optional.of(new Start(first, holdsEntries));
		}
		catch (JacksonException ex) {
			throw unusable(ex.getOriginalMessage());
		}
		catch (IOException | IllegalArgumentException | NullPointerException ex) {
			throw unusable(ex.getMessage());
		}
	}

	private WrongSettingException unusable(@Nullable String why) {
		return new WrongSettingException(
				"ring.state-file is '%s', which can't be used: %s. Delete it to start with a new ring."
					.formatted(this.file, why));
	}

	/** Settings that there were not when the file was written are as configured. */
	private void addNewSettings(JsonNode settings) {
		if (settings instanceof ObjectNode known) {
			ObjectNode all = this.json.valueToTree(this.settings);
			all.properties().forEach((setting) -> known.putIfAbsent(setting.getKey(), setting.getValue()));
		}
	}

	private SettingsChange settingsChangedSince(RingSettings before) {
		ObjectNode was = this.json.valueToTree(before);
		ObjectNode is = this.json.valueToTree(this.settings);
		was.properties().forEach((field) -> {
			if (field.getValue().equals(is.get(field.getKey()))) {
				is.remove(field.getKey());
			}
		});
		return this.json.treeToValue(is, SettingsChange.class);
	}

	private List<Member> membersChangedSince(List<Member> before, RingState last) {
		Map<String, Member> next = new LinkedHashMap<>(last.members());
		before.stream()
			.filter((member) -> !this.members.contains(member))
			.forEach((member) -> next.remove(member.id()));
		this.members.stream()
			.filter((member) -> !before.contains(member))
			.forEach((member) -> next.put(member.id(), member));
		return new ArrayList<>(next.values());
	}

	/**
	 * Replaces the file, in one step: whoever reads it finds the old state or the new
	 * one.
	 * @throws IOException if that fails; then the old state is still there
	 */
	void write(RingState state, boolean holdsEntries) throws IOException {
		if (this.file == null) {
			return;
		}
		Path next = this.file.resolveSibling(this.file.getFileName() + ".next");
		try (FileOutputStream out = new FileOutputStream(next.toFile())) {
			out.write(this.json
				.writeValueAsBytes(new Content(state.snapshot(), this.settings, this.members, holdsEntries)));
			out.getFD().sync();
		}
		Files.move(next, this.file, StandardCopyOption.ATOMIC_MOVE);
	}

}
