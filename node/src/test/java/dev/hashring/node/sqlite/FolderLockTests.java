package dev.hashring.node.sqlite;

import java.io.IOException;
import java.nio.file.Path;

import dev.hashring.web.WrongSettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FolderLockTests {

	@TempDir
	private Path folder;

	@Test
	void aFolderIsOneNodesAloneUntilThatEnds() throws IOException, InterruptedException {
		FolderLock first = new FolderLock(this.folder);
		assertThatExceptionOfType(WrongSettingException.class)
			.isThrownBy(() -> new FolderLock(this.folder.resolve("."))) // the same one
			.withMessageContaining("node.data (NODE_DATA) is '")
			.withMessageContaining("which another node uses");
		assertThat(takenByAnotherProcess()).as("another process, after another try in this one").isFalse();
		first.close();
		assertThat(takenByAnotherProcess()).isTrue();
		new FolderLock(this.folder).close();
	}

	private boolean takenByAnotherProcess() throws IOException, InterruptedException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), OtherProcess.class.getName(), this.folder.toString())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start()
			.waitFor() == 0;
	}

	/** Takes a folder, or fails. */
	static final class OtherProcess {

		private OtherProcess() {
		}

		public static void main(String[] args) {
			new FolderLock(Path.of(args[0]));
		}

	}

	@Test
	void aFolderIsMadeInOneThatIsThere() {
		Path missing = this.folder.resolve("node4");
		new FolderLock(missing).close();
		assertThat(missing).isDirectory();
		assertThatExceptionOfType(WrongSettingException.class)
			.isThrownBy(() -> new FolderLock(this.folder.resolve("nowhere/node4")))
			.withMessageContaining("which can't be used");
	}

}
