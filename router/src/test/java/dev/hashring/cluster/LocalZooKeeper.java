package dev.hashring.cluster;

import java.io.IOException;

import org.apache.curator.test.TestingServer;

/**
 * A ZooKeeper of this JVM. What it keeps outlives that it is stopped.
 */
public final class LocalZooKeeper implements AutoCloseable {

	private final TestingServer server;

	/** A new one, with nothing in it. */
	public LocalZooKeeper() {
		// It warns where this is not set.
		System.setProperty("zookeeper.maxCnxns", "0");
		// No power fails here, and a disk that is slow for seconds would end sessions.
		System.setProperty("zookeeper.forceSync", "no");
		try {
			this.server = new TestingServer();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	public int port() {
		return this.server.getPort();
	}

	public void stop() throws IOException {
		this.server.stop();
	}

	/** Starts it again, at the port that it had. */
	public void start() throws Exception {
		this.server.restart();
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
