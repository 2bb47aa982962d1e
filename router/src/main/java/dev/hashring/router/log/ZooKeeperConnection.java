package dev.hashring.router.log;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.hashring.web.WrongSettingException;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the part of ZooKeeper that belongs to a ring.
 */
public final class ZooKeeperConnection implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(ZooKeeperConnection.class);

	/** After so long without a sign of life ZooKeeper takes a router for dead. */
	private static final Duration SESSION = Duration.ofSeconds(6);

	private static final Duration CONNECT = Duration.ofSeconds(2);

	private static final Duration PAUSE = Duration.ofMillis(200);

	private final ZooKeeperAddress address;

	private final CuratorFramework client;

	private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();

	private ZooKeeperConnection(ZooKeeperAddress address) {
		this.address = address;
		this.client = CuratorFrameworkFactory.builder()
			.connectString(address.servers())
			.namespace(address.path().substring(1))
			.sessionTimeoutMs((int) SESSION.toMillis())
			.connectionTimeoutMs((int) CONNECT.toMillis())
			.retryPolicy(new RetryNTimes(2, (int) PAUSE.toMillis()))
			.build();
		this.client.getConnectionStateListenable()
			.addListener((client, state) -> this.listeners.forEach((listener) -> listener.accept(state.isConnected())));
	}

	/**
	 * Connects.
	 * @param patience for how long it tries
	 * @throws WrongSettingException if no ZooKeeper answers there
	 */
	static ZooKeeperConnection open(ZooKeeperAddress address, Duration patience) {
		ZooKeeperConnection connection = new ZooKeeperConnection(address);
		try {
			log.info("Connects to {}.", address);
			connection.client.start();
			if (connection.client.blockUntilConnected((int) patience.toMillis(), TimeUnit.MILLISECONDS)) {
				return connection;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		connection.close();
		throw connection.unusable("no ZooKeeper answers there");
	}

	/** A sentence that names the setting. */
	public WrongSettingException unusable(String why) {
		return new WrongSettingException("ring.shared is '%s', which can't be used: %s.".formatted(this.address, why));
	}

	/** Reads and writes; paths begin at the ring's own. */
	public CuratorFramework client() {
		return this.client;
	}

	/** Has a listener told each time that the connection is lost, or is there again. */
	public void listen(Consumer<Boolean> listener) {
		this.listeners.add(listener);
	}

	@Override
	public void close() {
		this.client.close();
	}

	@Override
	public String toString() {
		return this.address.toString();
	}

}
