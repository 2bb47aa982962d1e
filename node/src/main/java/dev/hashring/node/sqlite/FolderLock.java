package dev.hashring.node.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.hashring.web.WrongSettingException;

/**
 * Keeps a second node out of a folder, in this process or another one.
 */
public final class FolderLock implements AutoCloseable {

	// Within one JVM: to close a second channel of a locked file would free its lock.
	private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

	private final Path folder;

	private final FileChannel channel;

	/**
	 * Takes a folder, and creates it if only its parent exists.
	 * @throws WrongSettingException if another node has it, or if it can't be used
	 */
	public FolderLock(Path folder) {
		try {
			if (Files.notExists(folder)) {
				Files.createDirectory(folder);
			}
			this.folder = folder.toRealPath();
			if (!TAKEN.add(this.folder)) {
				throw inUse(folder);
			}
			this.channel = lock(this.folder);
		}
		catch (IOException ex) {
			throw new WrongSettingException(
					"node.data (NODE_DATA) is '%s', which can't be used: %s.".formatted(folder, ex));
		}
	}

	private static FileChannel lock(Path folder) throws IOException {
		FileChannel channel = null;
		FileLock lock = null;
		try {
			channel = FileChannel.open(folder.resolve("store.lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE);
			lock = channel.tryLock();
			if (lock == null) {
				throw inUse(folder);
			}
			return channel;
		}
		finally {
			if (lock == null) {
				TAKEN.remove(folder);
				if (channel != null) {
					channel.close();
				}
			}
		}
	}

	private static WrongSettingException inUse(Path folder) {
		return new WrongSettingException(
				"node.data (NODE_DATA) is '%s', which another node uses; each needs a folder of its own."
					.formatted(folder));
	}

	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// The end of the process frees it.
		}
		TAKEN.remove(this.folder);
	}

}
