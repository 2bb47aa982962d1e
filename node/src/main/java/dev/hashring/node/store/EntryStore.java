package dev.hashring.node.store;

import java.util.Optional;

import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.PositionRange;
import dev.hashring.protocol.Version;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries, at most one for each key. May be used from many threads at once. What is
 * damaged is never taken for absent: all methods but {@link #contents()} throw
 * {@link DamagedFileException} once they meet it.
 */
interface EntryStore extends AutoCloseable {

	/** What it holds in all, without a look at the disk. */
	Contents contents();

	/**
	 * Reads all there is, and checks it.
	 * @throws DamagedFileException if what it holds can't be trusted
	 */
	void check();

	/**
	 * The entry for a key.
	 * @throws DamagedEntryException if its body is not the one that was stored
	 */
	Optional<Entry> entry(String key);

	/**
	 * Keeps an entry unless there is one of a version at least as high. On return, that
	 * or this is on disk.
	 * @param layout of the ring that puts it
	 * @param repair whether it may take the place of a damaged one that is newer
	 * @throws DamagedEntryException if there is a damaged one that is newer
	 * @throws OtherLayoutException if there are entries of another layout
	 * @throws WriteFailedException if it can't be written; then nothing was changed
	 */
	void put(Entry entry, Layout layout, boolean repair);

	/**
	 * Keeps an entry in place of whatever there is. On return it is on disk.
	 * @param entry in any version: its writer stays, its counter becomes one above that
	 * of what is there
	 * @param layout of the ring that puts it
	 * @throws OtherLayoutException if there are entries of another layout
	 * @throws WriteFailedException if it can't be written; then nothing was changed
	 */
	Put putNext(Entry entry, Layout layout);

	/**
	 * What a put has done.
	 *
	 * @param isNew whether there was no value before
	 */
	record Put(Version version, boolean isNew) {
	}

	/**
	 * Keys that begin with a prefix and come after another, in the order of their bytes.
	 * @param after empty: from the first
	 * @param limit the most keys of the page, which may also end earlier
	 */
	KeyPage keys(String prefix, String after, int limit);

	/**
	 * The sum of the checksums of the entries there, and something more where one is
	 * known to be damaged.
	 */
	long digest(PositionRange range);

	/**
	 * The entries there, by position and key. One that is known to be damaged has no
	 * checksum that another could have.
	 * @param after the last one of the page before; null: from the first
	 * @param limit the most entries of the page, which may also end earlier
	 */
	PositionRange.Page range(PositionRange range, @Nullable Place after, int limit);

	/** Where an entry stands in a range. */
	record Place(long position, String key) {
	}

	/**
	 * Notes on disk that it has got back what a damaged one held.
	 * @throws WriteFailedException if that can't be written
	 */
	void recovered();

	/**
	 * Writes as much as the largest entry, and takes it away again, to see whether it
	 * can.
	 * @throws WriteFailedException if not
	 */
	void tryToWrite();

	/** Ends it; nobody may be using it any more. */
	@Override
	void close();

}
