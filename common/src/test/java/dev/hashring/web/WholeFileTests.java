package dev.hashring.web;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class WholeFileTests {

	@TempDir
	private Path folder;

	@Test
	void aFileIsReplacedAndNothingElseIsLeft() throws IOException {
		Path file = this.folder.resolve("file");
		Files.writeString(this.folder.resolve("file.next"), "cut off by a cras");
		WholeFile.replace(file, "old".getBytes(UTF_8));
		WholeFile.replace(file, "new".getBytes(UTF_8));
		assertThat(file).hasContent("new");
		assertThat(this.folder).isDirectoryContaining(file::equals)
			.isDirectoryNotContaining((other) -> !other.equals(file));
	}

	@Test
	void aFileForItsOwnerIsForNobodyElse() throws IOException {
		Path file = this.folder.resolve("token");
		WholeFile.replaceForOwnerOnly(file, "secret".getBytes(UTF_8));
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
	}

	/**
	 * As on Windows: a zip file's system knows neither users nor how to open a folder.
	 */
	@Test
	void aFileForItsOwnerIsWrittenWhereTheFileSystemKnowsNoUsers() throws IOException {
		try (FileSystem zip = FileSystems.newFileSystem(this.folder.resolve("a.zip"), Map.of("create", "true"))) {
			Path file = zip.getPath("/token");
			WholeFile.replaceForOwnerOnly(file, "secret".getBytes(UTF_8));
			assertThat(Files.readString(file)).isEqualTo("secret");
		}
	}

}
