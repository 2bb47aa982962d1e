package dev.hashring.web;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Gives each connection a virtual thread of its own, which waits for the next request
 * there. Tomcat itself has one thread that waits for all connections, and wakes another
 * for each request. Where the JVM has no virtual threads, all is as Tomcat has it.
 *
 * <p>
 * What parses a request and keeps its answer takes 220 KiB, so there are at most
 * {@value #REQUESTS} of these. Requests beyond wait, unread, for up to 10 s. A connection
 * keeps its own from one request to the next, unless only {@value #SPARE} are left.
 */
class ThreadPerConnection extends NioEndpoint {

	/** As many requests are read or answered at once. */
	private static final int REQUESTS = 400;

	/** So many of them are not kept by connections that only may have a next one. */
	private static final int SPARE = 200;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Semaphore requests = new Semaphore(REQUESTS, true);

	private @Nullable ScheduledFuture<?> timeouts;

	@Override
	public void startInternal() throws Exception {
		// What is closed is not used again.
		this.socketProperties.setBufferPool(0);
		super.startInternal();
		this.timeouts = getUtilityExecutor().scheduleWithFixedDelay(
				() -> getConnections().forEach(ThreadPerConnection::closeIfLate), 1, 1, TimeUnit.SECONDS);
	}

	@Override
	public void stopInternal() {
		super.stopInternal();
		if (this.timeouts != null) {
			this.timeouts.cancel(false);
		}
		getConnections().forEach(SocketWrapperBase::close);
	}

	@Override
	protected boolean setSocketOptions(SocketChannel socket) {
		if (!(getExecutor() instanceof VirtualThreadExecutor)) {
			return super.setSocketOptions(socket);
		}
		try {
			Client channel = new Client(
					new SocketBufferHandler(this.socketProperties.getAppReadBufSize(),
							this.socketProperties.getAppWriteBufSize(), this.socketProperties.getDirectBuffer()),
					getUtilityExecutor());
			Connection connection = new Connection(channel);
			channel.reset(socket, connection);
			this.connections.put(socket, connection);
			this.socketProperties.setProperties(socket.socket());
			connection.setReadTimeout(getConnectionTimeout());
			connection.setKeepAliveLeft(getMaxKeepAliveRequests());
			return processSocket(connection, SocketEvent.OPEN_READ, true);
		}
		catch (IOException ex) {
			// It has gone already.
			return false;
		}
	}

	@Override
	protected SocketProcessorBase<NioChannel> createSocketProcessor(SocketWrapperBase<NioChannel> socket,
			SocketEvent what) {
		return new SocketProcessor(socket, what) {

			@Override
			protected void doRun() {
				if (!(this.socketWrapper instanceof Connection connection)) {
					super.doRun();
				}
				else if (connection.awaitRequest() && Permits.take(ThreadPerConnection.this.requests, 1, PATIENCE)) {
					try {
						super.doRun();
					}
					finally {
						ThreadPerConnection.this.requests.release();
					}
				}
				else {
					connection.close();
				}
			}

		};
	}

	/** A connection of a client. */
	private final class Connection extends NioSocketWrapper {

		private final Client channel;

		/** Whether nothing has been read yet of what comes next. */
		private boolean awaits = true;

		Connection(Client channel) {
			super(channel, ThreadPerConnection.this);
			this.channel = channel;
		}

		@Override
		public int read(boolean isBody, ByteBuffer target) throws IOException {
			this.channel.bodyTimeout = isBody ? (int) getReadTimeout() : 0;
			SocketBufferHandler buffers = getSocketBufferHandler();
			boolean isBetweenRequests = !isBody && target.position() == 0 && buffers.isReadBufferEmpty();
			if (isBetweenRequests && ThreadPerConnection.this.requests.availablePermits() < SPARE) {
				return 0;
			}
			int read = super.read(isBody, target);
			// A request that comes while the server ends is sent anew, elsewhere.
			return (isBody || !isPaused()) ? read : -1;
		}

		/** Called when there was nothing to read. */
		@Override
		public void registerReadInterest() {
			this.awaits = true;
			processSocket(SocketEvent.OPEN_READ, true);
		}

		/** Waits until there is something to read, and says whether there is. */
		boolean awaitRequest() {
			if (!this.awaits) {
				return true;
			}
			this.awaits = false;
			SocketBufferHandler buffers = getSocketBufferHandler();
			try {
				buffers.configureReadBufferForWrite();
				return this.channel.read(buffers.getReadBuffer()) > 0 && !isPaused();
			}
			catch (IOException ex) {
				return false;
			}
		}

	}

	private static void closeIfLate(SocketWrapperBase<NioChannel> connection) {
		if (connection.getSocket() instanceof Client client && client.isLate(connection.getReadTimeout())) {
			connection.close();
		}
	}

	/** A client's connection, on which reads and writes wait. */
	private static final class Client extends NioChannel {

		/** When the read or write began that waits for it; 0 while none does. */
		private volatile long since;

		/** How long to wait for a part of a body, in milliseconds; 0 if none is read. */
		private int bodyTimeout;

		private final ScheduledExecutorService later;

		Client(SocketBufferHandler buffers, ScheduledExecutorService later) {
			super(buffers);
			this.later = later;
		}

		/** Whether somebody has waited for it longer than that. */
		boolean isLate(long millis) {
			long begin = this.since;
			return begin != 0 && millis > 0 && System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(millis);
		}

		@Override
		public int read(ByteBuffer target) throws IOException {
			if (this.bodyTimeout > 0) {
				return readBody(target);
			}
			this.since = System.nanoTime();
			try {
				return super.read(target);
			}
			finally {
				this.since = 0;
			}
		}

		/** With something unread, a close would be a reset, which may undo the answer. */
		@Override
		public void close() throws IOException {
			SocketChannel socket = getIOChannel();
			if (this.since == 0 && socket.isOpen() && socket.socket().getInputStream().available() > 0) {
				socket.shutdownOutput();
				this.later.schedule(() -> {
					socket.close();
					return null;
				}, 1, TimeUnit.SECONDS);
			}
			else {
				super.close();
			}
		}

		/** If the rest does not come, the connection stays open for the answer. */
		private int readBody(ByteBuffer target) throws IOException {
			Socket socket = getIOChannel().socket();
			socket.setSoTimeout(this.bodyTimeout);
			int read = socket.getInputStream()
				.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
			target.position(target.position() + Math.max(0, read));
			return read;
		}

		@Override
		public int write(ByteBuffer source) throws IOException {
			this.since = System.nanoTime();
			try {
				return super.write(source);
			}
			finally {
				this.since = 0;
			}
		}

	}

}
