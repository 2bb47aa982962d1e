package dev.hashring.node.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import dev.hashring.node.entry.Entries;
import dev.hashring.node.entry.Entry;
import dev.hashring.node.entry.TestRing;
import dev.hashring.protocol.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class GroupCommitTests {

	@TempDir
	private Path folder;

	private final AtomicInteger commits = new AtomicInteger();

	private final ExecutorService callers = Executors.newCachedThreadPool();

	private Connection connection;

	private Writer writer;

	private GroupCommit group;

	@BeforeEach
	void open() throws Exception {
		DatabaseFile file = new DatabaseFile(this.folder);
		file.createIfMissing();
		this.connection = file.writer();
		this.connection.unwrap(SQLiteConnection.class).addCommitListener(new SQLiteCommitListener() {

			@Override
			public void onCommit() {
				GroupCommitTests.this.commits.incrementAndGet();
			}

			@Override
			public void onRollback() {
			}

		});
		this.writer = new Writer(this.connection, file.id());
		this.group = new GroupCommit(this.writer);
	}

	@AfterEach
	void close() {
		this.callers.shutdownNow();
		this.group.close();
		this.writer.close();
	}

	private static Entry entry(String key) {
		return Entries.of(key, 7, new Version(1, 1), null, new byte[0]);
	}

	private void put(String key) {
		this.group.make((writer) -> writer.put(entry(key), false), 0);
	}

	private CompletableFuture<Void> inAnotherThread(GroupCommit.Change<?> change) {
		return CompletableFuture.runAsync(() -> this.group.make(change, 0), this.callers);
	}

	private void awaitWaiting(int count) {
		Queue<?> queue = (Queue<?>) ReflectionTestUtils.getField(this.group, "queue");
		await().until(() -> queue.size() == count);
	}

	@Test
	void changesThatWaitAreOneTransaction() {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch slow = new CountDownLatch(1);
		List<CompletableFuture<Void>> changes = new ArrayList<>();
		changes.add(inAnotherThread((writer) -> {
			writer.put(entry("first"), false);
			started.countDown();
			await().until(() -> slow.getCount() == 0);
			return true;
		}));
		await().until(() -> started.getCount() == 0);
		for (int i = 0; i < 50; i++) {
			String key = "key" + i;
			changes.add(inAnotherThread((writer) -> writer.put(entry(key), false)));
		}
		awaitWaiting(50);
		assertThat(changes).noneMatch(CompletableFuture::isDone);
		assertThat(this.commits).hasValue(0);
		slow.countDown();
		changes.forEach(CompletableFuture::join);
		assertThat(this.commits).hasValue(2);
		assertThat(this.writer.contents().entries()).isEqualTo(51);
	}

	@Test
	void whatOneChangeIsRefusedForDoesNotConcernTheOthers() {
		put("a");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.group.make((writer) -> {
			throw new DamagedEntryException();
		}, 0));
		put("c");
		assertThat(this.writer.contents().entries()).isEqualTo(2);
	}

	@Test
	void aTransactionThatFailsLeavesNothingAndTheNextOneWorks() {
		assertThatExceptionOfType(WriteFailedException.class).isThrownBy(() -> this.group.make((writer) -> {
			writer.put(entry("a"), false);
			throw new SQLException("for this test");
		}, 0)).withMessage("can't write: for this test");
		assertThat(this.writer.contents().entries()).isZero();
		put("b");
		assertThat(this.writer.contents().entries()).isEqualTo(1);
		assertThat(count()).isEqualTo(1);
	}

	@Test
	void aStateThatCannotBeWrittenIsNotKnown() throws Exception {
		Contents empty = new Contents(0, false, new Identity("00c0ffee00c0ffee", false, 0, null));
		this.writer.found(empty);
		this.group.make((writer) -> writer.know(TestRing.at(1).known()), 0);
		put("a");
		Contents before = this.writer.contents();
		assertThatExceptionOfType(WriteFailedException.class).isThrownBy(() -> this.group.make((writer) -> {
			writer.know(TestRing.at(2).hashing("murmur3", 1_000).known());
			assertThat(this.writer.announced().ring().stamp().epoch()).isEqualTo(2);
			throw new SQLException("for this test");
		}, 0));
		assertThat(this.writer.contents()).isEqualTo(before);
		assertThat(this.writer.announced()).isEqualTo(before);
		try (var other = new DatabaseFile(this.folder).reader();
				var rows = other.createStatement().executeQuery("SELECT position FROM entry")) {
			assertThat(rows.getLong(1)).isEqualTo(7);
		}
	}

	@Test
	void aCommitThatFailsIsNotAcknowledgedAndTheNextOneWorks() throws SQLException {
		execute("PRAGMA foreign_keys = ON");
		execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
		execute("CREATE TABLE child (id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)");
		assertThatExceptionOfType(WriteFailedException.class).isThrownBy(() -> this.group.make((writer) -> {
			writer.put(entry("a"), false);
			execute("INSERT INTO child VALUES (1)");
			return true;
		}, 0));
		assertThat(this.writer.contents().entries()).isZero();
		put("b");
		assertThat(count()).isEqualTo(1);
	}

	private void execute(String sql) throws SQLException {
		try (var statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private long count() {
		try (var other = new DatabaseFile(this.folder).reader();
				var rows = other.createStatement().executeQuery("SELECT count(*) FROM entry")) {
			return rows.getLong(1);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
