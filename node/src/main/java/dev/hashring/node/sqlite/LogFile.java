package dev.hashring.node.sqlite;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The write-ahead log of an SQLite file, as the last process left it. SQLite reads it up
 * to the first frame that is not whole, and takes the rest for a transaction that was cut
 * off. That is right for the last one alone, since each is on disk before the next
 * begins. The format is that of
 * <a href="https://www.sqlite.org/fileformat2.html#walformat"> SQLite's own
 * description</a>.
 */
final class LogFile {

	private static final int HEADER = 32;

	private static final int FRAME_HEADER = 24;

	private static final int MAGIC = 0x377f0682;

	private final ByteOrder order;

	private int first;

	private int second;

	private LogFile(ByteOrder order) {
		this.order = order;
	}

	/**
	 * Looks for transactions that SQLite would leave out.
	 * @throws DamagedFileException if there are some
	 */
	static void check(Path log) throws IOException {
		if (!Files.exists(log)) {
			return;
		}
		try (InputStream in = new BufferedInputStream(Files.newInputStream(log))) {
			ByteBuffer header = ByteBuffer.wrap(in.readNBytes(HEADER));
			if (header.capacity() == HEADER) {
				check(header, in);
			}
		}
	}

	private static void check(ByteBuffer header, InputStream in) throws IOException {
		int magic = header.getInt(0);
		LogFile log = new LogFile(((magic & 1) != 0) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
		log.add(header, 0, FRAME_HEADER);
		boolean isWhole = (magic & ~1) == MAGIC && log.matches(header, FRAME_HEADER);
		if (!isWhole) {
			// The header is on disk before any frame is written.
			refuse(in.read() >= 0, "the header of its log does not match its checksum");
			return;
		}
		int length = FRAME_HEADER + header.getInt(8);
		int left = 0;
		for (byte[] next = in.readNBytes(length); next.length == length; next = in.readNBytes(length)) {
			ByteBuffer frame = ByteBuffer.wrap(next);
			// Those of an earlier log have another salt.
			boolean isOfThis = frame.getLong(8) == header.getLong(16);
			if (isWhole) {
				log.add(frame, 0, 8);
				log.add(frame, FRAME_HEADER, length);
				isWhole = isOfThis && log.matches(frame, 16);
			}
			boolean isCommit = frame.getInt(4) != 0;
			left += (!isWhole && isOfThis && isCommit) ? 1 : 0;
		}
		refuse(left > 1, "its log is not whole, and more than one transaction would be lost");
	}

	private static void refuse(boolean isDamaged, String found) {
		if (isDamaged) {
			throw new DamagedFileException(found, null);
		}
	}

	/** Adds bytes to the checksum, which goes on from one frame to the next. */
	private void add(ByteBuffer bytes, int from, int to) {
		ByteBuffer words = bytes.duplicate().order(this.order);
		for (int i = from; i < to; i += 8) {
			this.first += words.getInt(i) + this.second;
			this.second += words.getInt(i + 4) + this.first;
		}
	}

	private boolean matches(ByteBuffer bytes, int at) {
		return bytes.getInt(at) == this.first && bytes.getInt(at + 4) == this.second;
	}

}
