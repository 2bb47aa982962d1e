package dev.hashring.node.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Arrays;

import dev.hashring.node.entry.Entries;
import dev.hashring.node.entry.Entry;
import dev.hashring.protocol.Version;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LogFileTests {

	private static final int HEADER = 32;

	private static final int FRAME = 24 + 4096;

	@TempDir
	private Path folder;

	private Path log;

	private byte[] bytes;

	/** A log as it is when its process is killed, with a transaction for each entry. */
	@BeforeEach
	void write() throws Exception {
		this.log = this.folder.resolve("store.db-wal");
		try (Database store = Database.open(new DatabaseFile(this.folder))) {
			for (int i = 0; i < 5; i++) {
				Entry entry = Entries.of("key" + i, i, new Version(1, i), null, new byte[100]);
				store.put((known) -> List.of(entry), false, 100);
			}
			this.bytes = Files.readAllBytes(this.log);
		}
	}

	@Test
	void aWholeLogIsFine() {
		assertIsFine(this.bytes);
	}

	@Test
	void aFileWithoutLogIsFine() {
		assertThatCode(() -> LogFile.check(this.folder.resolve("none"))).doesNotThrowAnyException();
	}

	@Test
	void whereverALogIsCutOffItIsFine() {
		for (int length = 0; length < this.bytes.length; length += 101) {
			assertIsFine(Arrays.copyOf(this.bytes, length));
		}
	}

	@Test
	void whatWasLeftOfTheLastTransactionIsFine() {
		this.bytes[this.bytes.length - 1] ^= 1;
		assertIsFine(this.bytes);
	}

	@Test
	void framesOfAnEarlierLogBehindAreFine() {
		byte[] longer = Arrays.copyOf(this.bytes, this.bytes.length + 10 * FRAME);
		System.arraycopy(this.bytes, HEADER, longer, this.bytes.length, 10 * FRAME);
		for (int frame = this.bytes.length; frame < longer.length; frame += FRAME) {
			longer[frame + 8] ^= 1;
		}
		assertIsFine(longer);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 9, 17, 31, HEADER + 1, HEADER + 17, HEADER + 24, HEADER + 24 + 4095, HEADER + FRAME + 500,
			HEADER + 3 * FRAME + 4000 })
	void damageBeforeOtherTransactionsIsFound(int at) {
		this.bytes[at] ^= 1;
		assertThatThrownBy(() -> check(this.bytes)).isInstanceOf(DamagedFileException.class);
	}

	private void assertIsFine(byte[] log) {
		assertThatCode(() -> check(log)).doesNotThrowAnyException();
	}

	private void check(byte[] log) throws IOException {
		Files.write(this.log, log);
		LogFile.check(this.log);
	}

}
