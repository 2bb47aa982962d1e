package dev.hashring.router.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorWatcher;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException.BadVersionException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * A ring log that several routers share, in ZooKeeper. Each state is a node of its own;
 * one node more has the epoch of the newest, and is written with it, by compare-and-set
 * on its version. What others append is seen by a watch; all that is kept is in memory,
 * too, so it can be read while ZooKeeper is away.
 */
final class ZooKeeperLog extends MemoryLog implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(ZooKeeperLog.class);

	private static final String FORMAT = "/format";

	/** The format of all that is kept there. */
	private static final String VERSION = "1";

	private static final Duration PAUSE = Duration.ofSeconds(1);

	/** The epoch of the newest state. */
	private static final String STATE = "/state";

	/** Each state by its epoch. */
	private static final String HISTORY = "/history";

	/** A message to ZooKeeper has a megabyte at most. */
	private static final int MOST_BYTES = 1_000_000;

	private final ZooKeeperConnection connection;

	private final CuratorFramework zooKeeper;

	private final StateLines lines = new StateLines();

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(ZooKeeperLog::thread);

	private final CuratorWatcher watcher = (event) -> catchUpSoon();

	/** That of the newest state that is known here; none before the first. */
	private int version = -1;

	private volatile boolean reachable = true;

	private ZooKeeperLog(ZooKeeperConnection connection) {
		this.connection = connection;
		this.zooKeeper = connection.client();
	}

	/**
	 * Reads what is there.
	 * @throws dev.hashring.web.WrongSettingException if that is no ring, or one of a
	 * newer version
	 */
	static ZooKeeperLog open(ZooKeeperConnection connection) {
		ZooKeeperLog opened = new ZooKeeperLog(connection);
		try {
			opened.requireFormat();
			opened.readHistory();
			opened.catchUp();
		}
		catch (JacksonException ex) {
			throw connection.unusable(ex.getOriginalMessage());
		}
		catch (Exception ex) {
			throw connection.unusable(String.valueOf(ex.getMessage()));
		}
		connection.listen(opened::connected);
		return opened;
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, "ring-log");
		thread.setDaemon(true);
		return thread;
	}

	private void requireFormat() throws Exception {
		if (this.zooKeeper.checkExists().forPath(FORMAT) == null) {
			Stat root = this.zooKeeper.checkExists().forPath("/");
			if (root != null && root.getNumChildren() > 0 && this.zooKeeper.checkExists().forPath(FORMAT) == null) {
				throw new IOException("its path holds something else than a ring");
			}
			try {
				this.zooKeeper.create().creatingParentsIfNeeded().forPath(FORMAT, bytes(VERSION));
			}
			catch (NodeExistsException ex) {
				// By another router, at the same time.
			}
		}
		String format = text(this.zooKeeper.getData().forPath(FORMAT));
		if (!format.equals(VERSION)) {
			throw new IOException("its ring has the format %s, of another version of this software".formatted(format));
		}
		this.zooKeeper.createContainers(HISTORY);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private void readHistory() throws Exception {
		List<Long> epochs = this.zooKeeper.getChildren().forPath(HISTORY).stream().map(Long::valueOf).sorted().toList();
		int tooMany = Math.max(0, epochs.size() - KEPT);
		for (long epoch : epochs.subList(0, tooMany)) {
			forget(epoch);
		}
		for (long epoch : epochs.subList(tooMany, epochs.size())) {
			try {
				keep(read(this.zooKeeper.getData().forPath(history(epoch))));
			}
			catch (NoNodeException ex) {
				// It has just become too old.
			}
		}
	}

	private static String history(long epoch) {
		return HISTORY + "/" + epoch;
	}

	private LoggedState read(byte[] line) throws IOException {
		return this.lines.read(text(line));
	}

	private void forget(long epoch) throws Exception {
		if (epoch > 0) {
			this.zooKeeper.delete().quietly().inBackground().forPath(history(epoch));
		}
	}

	private void catchUpSoon() {
		catchUpIn(Duration.ZERO);
	}

	private void catchUpIn(Duration pause) {
		try {
			this.thread.schedule(this::catchUpOrTryAgain, pause.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// This router ends.
		}
	}

	private void catchUpOrTryAgain() {
		if (!this.zooKeeper.getZookeeperClient().isConnected()) {
			// Once it is, this is done again.
			turnAway("can't be reached");
			return;
		}
		try {
			catchUp();
			turnTo();
		}
		catch (IOException | JacksonException ex) {
			turnAway("holds what this router can't go by (%s)".formatted(ex.getMessage()));
		}
		catch (Exception ex) {
			turnAway("can't be read (%s)".formatted(ex));
			catchUpIn(PAUSE);
		}
	}

	private void turnTo() {
		if (!this.reachable) {
			this.reachable = true;
			log.info("{} is reached again: epoch {}.", this.connection, epoch());
		}
		if (!this.zooKeeper.getZookeeperClient().isConnected()) {
			// It was lost just now.
			turnAway("can't be reached");
		}
	}

	private void connected(boolean isConnected) {
		if (isConnected) {
			catchUpSoon();
		}
		else {
			turnAway("can't be reached");
		}
	}

	private void turnAway(String why) {
		if (this.reachable) {
			this.reachable = false;
			log.warn("{} {}. The router goes on with epoch {}, and refuses changes.", this.connection, why, epoch());
		}
	}

	/** Takes over what others have appended, and has the next change noticed. */
	private synchronized void catchUp() throws Exception {
		Stat stat = new Stat();
		byte[] epoch;
		try {
			epoch = this.zooKeeper.getData().storingStatIn(stat).usingWatcher(this.watcher).forPath(STATE);
		}
		catch (NoNodeException ex) {
			requireOwn(this.version < 0);
			return;
		}
		if (stat.getVersion() == this.version) {
			return;
		}
		long newest = Long.parseLong(text(epoch));
		requireOwn(newest >= epoch());
		// The newest one may have been written again.
		for (long next = Math.min(newest, Math.max(epoch() + 1, newest - KEPT + 1)); next <= newest; next++) {
			try {
				take(read(this.zooKeeper.getData().forPath(history(next))));
			}
			catch (NoNodeException ex) {
				// A ring that goes on from what its members know leaves some out.
				requireOwn(next < newest);
			}
		}
		this.version = stat.getVersion();
	}

	private static void requireOwn(boolean isOwn) throws IOException {
		if (!isOwn) {
			throw new IOException("another ring; start this router again");
		}
	}

	/** Asks ZooKeeper's majority, so no later state is missed. */
	@Override
	public Optional<LoggedState> last() {
		try {
			if (!isLatest()) {
				catchUp();
			}
			return super.last();
		}
		catch (LogFailedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw LogFailedException.unreachable(ex);
		}
	}

	private synchronized boolean isLatest() throws Exception {
		requireReachable();
		try {
			if (this.version >= 0) {
				this.zooKeeper.transaction()
					.forOperations(this.zooKeeper.transactionOp().check().withVersion(this.version).forPath(STATE));
			}
			return this.version >= 0;
		}
		catch (BadVersionException | NoNodeException ex) {
			return false;
		}
	}

	@Override
	synchronized boolean write(LoggedState next) {
		requireReachable();
		byte[] line = StateLines.write(next);
		try {
			if (line.length > MOST_BYTES) {
				throw new IOException("it has %s bytes, and ZooKeeper takes %s".formatted(line.length, MOST_BYTES));
			}
			if (!replace(next, line)) {
				catchUp();
				return false;
			}
			if (this.version++ < 0) {
				// Nothing could be watched before.
				catchUpSoon();
			}
			forget(next.epoch() - KEPT);
			return true;
		}
		catch (IOException ex) {
			throw LogFailedException.unwritten(ex);
		}
		catch (Exception ex) {
			throw LogFailedException.unknown(ex);
		}
	}

	private boolean replace(LoggedState next, byte[] line) throws Exception {
		String history = history(next.epoch());
		try {
			byte[] epoch = bytes(String.valueOf(next.epoch()));
			CuratorOp state = (this.version < 0) ? this.zooKeeper.transactionOp().create().forPath(STATE, epoch)
					: this.zooKeeper.transactionOp().setData().withVersion(this.version).forPath(STATE, epoch);
			CuratorOp kept = (next.epoch() == epoch()) ? this.zooKeeper.transactionOp().setData().forPath(history, line)
					: this.zooKeeper.transactionOp().create().forPath(history, line);
			this.zooKeeper.transaction().forOperations(state, kept);
			return true;
		}
		catch (BadVersionException | NodeExistsException ex) {
			// Unless it was this very state, whose acknowledgement was lost.
			return isKept(history, line);
		}
	}

	private boolean isKept(String history, byte[] line) throws Exception {
		try {
			return Arrays.equals(line, this.zooKeeper.getData().forPath(history));
		}
		catch (NoNodeException ex) {
			return false;
		}
	}

	private void requireReachable() {
		if (!this.reachable) {
			throw LogFailedException.unreachable(null);
		}
	}

	@Override
	public boolean isReachable() {
		return this.reachable;
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

	@Override
	public String toString() {
		return this.connection.toString();
	}

}
