package dev.hashring.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Replaces files as a whole: a reader finds the old content or the new one, even after a
 * power cut.
 */
public final class WholeFile {

	private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

	private WholeFile() {
	}

	/**
	 * Puts this content in the place of a file, which need not be there. On return it is
	 * on disk.
	 * @throws IOException if that fails; then the file is as it was
	 */
	public static void replace(Path file, byte[] content) throws IOException {
		write(file, content);
	}

	/**
	 * The same, and no other user may read the file, where the file system knows users.
	 */
	public static void replaceForOwnerOnly(Path file, byte[] content) throws IOException {
		write(file, content, forOwnerOnly(file));
	}

	/**
	 * Makes a file that no other user may read, if it is not there. Of several that do so
	 * at the same time, one does.
	 * @return whether it was this one
	 */
	public static boolean createForOwnerOnly(Path file, byte[] content) throws IOException {
		Path own = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
		try {
			write(own, content, forOwnerOnly(file));
			Files.createLink(file, own);
			return true;
		}
		catch (FileAlreadyExistsException ex) {
			return false;
		}
		catch (UnsupportedOperationException | FileSystemException ex) {
			// Without links of this kind, two may both believe that it was they.
			Files.move(own, file);
			return true;
		}
		finally {
			Files.deleteIfExists(own);
			syncFolder(file);
		}
	}

	private static FileAttribute<?>[] forOwnerOnly(Path file) throws IOException {
		boolean knowsUsers = Files.getFileStore(folder(file)).supportsFileAttributeView("posix");
		return knowsUsers
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
	}

	private static void write(Path file, byte[] content, FileAttribute<?>... attributes) throws IOException {
		Path next = file.resolveSibling(file.getFileName() + ".next");
		Files.deleteIfExists(next);
		try (FileChannel channel = FileChannel.open(next, NEW, attributes)) {
			for (ByteBuffer left = ByteBuffer.wrap(content); left.hasRemaining();) {
				channel.write(left);
			}
			channel.force(true);
		}
		Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
		syncFolder(file);
	}

	/**
	 * Puts on disk that a file is in its folder, and under which name.
	 */
	public static void syncFolder(Path file) throws IOException {
		Path folder = folder(file);
		if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			// Windows opens no folder, and keeps names in its journal.
			return;
		}
		try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

	private static Path folder(Path file) {
		return Objects.requireNonNull(file.toAbsolutePath().getParent());
	}

}
