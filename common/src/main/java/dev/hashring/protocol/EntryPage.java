package dev.hashring.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.hashring.hash.NamedHash;
import org.jspecify.annotations.Nullable;

/**
 * Entries on their way from or to a store, as bytes: of each its key, version, whether it
 * is a tombstone, content type and body, and a hash of the body that is checked on
 * arrival. A body that stayed behind does not match it.
 *
 * @param entries in the order in which they were asked for
 */
public record EntryPage(List<Item> entries) {

	/** The most bytes of bodies in a page, one entry more or less. */
	public static final int BYTES = 1 << 20;

	/** The media type of a page. */
	public static final String TYPE = "application/vnd.hashring.entries";

	/**
	 * An entry.
	 *
	 * @param type the content type of its body; null if it has none
	 * @param bodyHash of the body, as the store that has it keeps it
	 */
	public record Item(String key, Version version, boolean deleted, @Nullable String type, long bodyHash,
			byte[] body) {

		/** An entry with this body. */
		public static Item of(String key, Version version, boolean deleted, @Nullable String type, byte[] body) {
			return new Item(key, version, deleted, type, NamedHash.xxh3(body), body);
		}

		/** Whether the body is the one that was stored. */
		public boolean isWhole() {
			return NamedHash.xxh3(this.body) == this.bodyHash;
		}

		/** The same without its body; unless that is empty, it is not whole. */
		public Item withoutBody() {
			return new Item(this.key, this.version, this.deleted, this.type, this.bodyHash, new byte[0]);
		}

	}

	/** The keys of entries to read. */
	public record Query(List<String> keys) {
	}

	/** What became of the entries of a page that each got the next version. */
	public record Puts(List<Put> puts) {
	}

	/**
	 * What became of one.
	 *
	 * @param version as {@link Version} writes it
	 * @param isNew whether there was no value before
	 */
	public record Put(String version, boolean isNew) {
	}

	/** This page as bytes. */
	public byte[] toBytes() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeInt(this.entries.size());
			for (Item item : this.entries) {
				write(out, item.key().getBytes(StandardCharsets.UTF_8));
				out.writeLong(item.version().counter());
				out.writeLong(item.version().writer());
				out.writeBoolean(item.deleted());
				out.writeBoolean(item.type() != null);
				if (item.type() != null) {
					write(out, item.type().getBytes(StandardCharsets.UTF_8));
				}
				out.writeLong(item.bodyHash());
				write(out, item.body());
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("Memory can be written", ex);
		}
		return bytes.toByteArray();
	}

	private static void write(DataOutputStream out, byte[] bytes) throws IOException {
		out.writeInt(bytes.length);
		out.write(bytes);
	}

	/**
	 * Reads a page.
	 * @throws IllegalArgumentException if the bytes are no page
	 */
	public static EntryPage parse(byte[] bytes) {
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
			List<Item> entries = new ArrayList<>();
			for (int left = in.readInt(); left > 0; left--) {
				String key = text(in);
				Version version = new Version(in.readLong(), in.readLong());
				boolean deleted = in.readBoolean();
				String type = in.readBoolean() ? text(in) : null;
				entries.add(new Item(key, version, deleted, type, in.readLong(), read(in)));
			}
			return new EntryPage(entries);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("This is no page of entries.", ex);
		}
	}

	private static String text(DataInputStream in) throws IOException {
		return new String(read(in), StandardCharsets.UTF_8);
	}

	private static byte[] read(DataInputStream in) throws IOException {
		int length = in.readInt();
		if (length < 0 || length > in.available()) {
			throw new EOFException();
		}
		return in.readNBytes(length);
	}

}
