package dev.hashring.node.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

import dev.hashring.hash.NamedHash;
import dev.hashring.web.WholeFile;

/**
 * The file {@code store.id} beside that of the entries: should that one be damaged, a new
 * one takes its place as the same store, which knows the same state of the ring. Its
 * first line has a checksum of what follows, and {@link Identity#words()}; then come the
 * state, and zeros.
 *
 * <p>
 * It is written in place, and before it a copy, so that one of both is whole after a
 * power cut. A new file in its place would have to wait for what others write to the same
 * disk, and with it every read and write that comes after a change of the ring.
 */
final class IdFile {

	/** Lengths are multiples of this, so that they seldom change. */
	private static final int BLOCK = 4096;

	private final Path file;

	private final Path copy;

	/** Whether the file is known to be whole; then the copy may be written first. */
	private boolean whole;

	IdFile(Path folder) {
		this.file = folder.resolve("store.id");
		this.copy = folder.resolve("store.id-copy");
	}

	/** What is there, if there is anything that can be trusted. */
	Optional<Identity> read() throws IOException {
		Optional<Identity> found = read(this.file);
		this.whole = found.isPresent();
		return found.isPresent() ? found : read(this.copy);
	}

	private static Optional<Identity> read(Path file) throws IOException {
		if (!Files.exists(file)) {
			return Optional.empty();
		}
		try {
			String whole = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
			String[] parts = whole.replaceFirst("\0+$", "").split(" |\n", 5);
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

	/** Whether this is what is kept, and the copy is right. */
	boolean holds(Identity identity) throws IOException {
		return Optional.of(identity).equals(read()) && this.whole && Optional.of(identity).equals(read(this.copy));
	}

	/** Puts this on disk. */
	void keep(Identity identity) throws IOException {
		String text = text(identity);
		byte[] bytes = (checksum(text) + " " + text).getBytes(StandardCharsets.UTF_8);
		byte[] blocks = Arrays.copyOf(bytes, (bytes.length / BLOCK + 1) * BLOCK);
		if (!this.whole) {
			write(this.file, blocks);
		}
		write(this.copy, blocks);
		this.whole = false;
		write(this.file, blocks);
		this.whole = true;
	}

	private static void write(Path file, byte[] content) throws IOException {
		boolean isNew = !Files.exists(file);
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			for (ByteBuffer left = ByteBuffer.wrap(content); left.hasRemaining();) {
				channel.write(left);
			}
			channel.truncate(content.length);
			channel.force(false);
		}
		if (isNew) {
			WholeFile.syncFolder(file);
		}
	}

	private static String text(Identity identity) {
		return identity.words() + "\n" + identity.text();
	}

	private static String checksum(String text) {
		return HexFormat.of().toHexDigits(NamedHash.xxh3(text.getBytes(StandardCharsets.UTF_8)));
	}

}
