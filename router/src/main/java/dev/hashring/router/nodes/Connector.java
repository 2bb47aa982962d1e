package dev.hashring.router.nodes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.hashring.protocol.HostPort;
import dev.hashring.router.nodes.NameLookup.Resolver;

/**
 * Connects to hosts. If a name has several addresses, the next one is tried as soon as an
 * attempt has failed, or 250 ms after it began, and the first connection counts (RFC
 * 8305, "Happy Eyeballs").
 */
class Connector {

	private static final long ATTEMPT_DELAY = TimeUnit.MILLISECONDS.toNanos(250);

	private final Executor threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "connect");
		thread.setDaemon(true);
		return thread;
	});

	private final NameLookup names;

	Connector(Resolver resolver) {
		this.names = new NameLookup(resolver);
	}

	/**
	 * Connects to a host.
	 * @throws TimeoutException if its name was not resolved in time
	 * @throws SocketTimeoutException if no connection was accepted in time
	 */
	Socket connect(HostPort host, Deadline deadline) throws IOException, TimeoutException, InterruptedException {
		InetAddress[] addresses = this.names.addresses(host.host(), deadline.nanosLeft());
		return (addresses.length == 1) ? connect(addresses[0], host.port(), deadline)
				: connectToOne(addresses, host.port(), deadline);
	}

	private Socket connectToOne(InetAddress[] addresses, int port, Deadline deadline)
			throws IOException, InterruptedException {
		CompletableFuture<Socket> first = new CompletableFuture<>();
		AtomicInteger left = new AtomicInteger(addresses.length);
		try {
			for (int i = 0; i < addresses.length && !first.isDone(); i++) {
				InetAddress address = addresses[i];
				CompletableFuture<?> attempt = CompletableFuture
					.runAsync(() -> attempt(address, port, deadline, first, left), this.threads);
				try {
					CompletableFuture.anyOf(first, attempt)
						.get(Math.min(ATTEMPT_DELAY, deadline.nanosLeft()), TimeUnit.NANOSECONDS);
				}
				catch (TimeoutException ex) {
					// The next one is tried beside it.
				}
			}
			return first.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new SocketTimeoutException();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof IOException cause) ? cause : new IOException(ex);
		}
		finally {
			first.cancel(false);
		}
	}

	private static void attempt(InetAddress address, int port, Deadline deadline, CompletableFuture<Socket> first,
			AtomicInteger left) {
		try {
			Socket socket = connect(address, port, deadline);
			if (!first.complete(socket)) {
				socket.close();
			}
		}
		catch (IOException ex) {
			if (left.decrementAndGet() == 0) {
				first.completeExceptionally(ex);
			}
		}
	}

	private static Socket connect(InetAddress address, int port, Deadline deadline) throws IOException {
		Socket socket = new Socket();
		try {
			socket.setTcpNoDelay(true);
			// A timeout of 0 would be none.
			socket.connect(new InetSocketAddress(address, port),
					(int) TimeUnit.NANOSECONDS.toMillis(deadline.nanosLeft()) + 1);
			return socket;
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

}
