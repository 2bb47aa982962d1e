package dev.hashring.node.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

import dev.hashring.node.entry.Head;
import dev.hashring.web.WholeFile;

/**
 * The file {@code store.id} beside that of the entries: should that one be damaged, a new
 * one takes its place as the same store, which knows the same state of the ring. Its
 * first line has a checksum of what follows, and {@link Identity#words()}; then comes the
 * state.
 */
final class IdFile {

	private final Path file;

	IdFile(Path folder) {
		this.file = folder.resolve("store.id");
	}

	/** What is there, if there is anything that can be trusted. */
	Optional<Identity> read() throws IOException {
		if (!Files.exists(this.file)) {
			return Optional.empty();
		}
		try {
			String[] parts = new String(Files.readAllBytes(this.file), StandardCharsets.UTF_8).split(" |\n", 5);
			if (parts.length < 5) {
				return Optional.empty();
			}
			Identity identity = Identity.of(parts[1], Boolean.parseBoolean(parts[2]), parts[3], parts[4]);
			return Optional.of(identity).filter((found) -> parts[0].equals(checksum(text(found))));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/** Puts this on disk. */
	void keep(Identity identity) throws IOException {
		String text = text(identity);
		WholeFile.replace(this.file, (checksum(text) + " " + text).getBytes(StandardCharsets.UTF_8));
	}

	private static String text(Identity identity) {
		return identity.words() + "\n" + identity.text();
	}

	private static String checksum(String text) {
		return HexFormat.of().toHexDigits(Head.hash(text.getBytes(StandardCharsets.UTF_8)));
	}

}
