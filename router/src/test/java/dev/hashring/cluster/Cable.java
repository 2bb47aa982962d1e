package dev.hashring.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries connections to a server on this machine, until it is cut.
 */
public final class Cable implements AutoCloseable {

	private final ServerSocket end;

	private final int port;

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private volatile boolean isCut;

	private volatile boolean isDeaf;

	/** To the server at this port. */
	public Cable(int port) {
		this.port = port;
		try {
			this.end = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	private static void start(Runnable work) {
		Thread thread = new Thread(work, "cable");
		thread.setDaemon(true);
		thread.start();
	}

	/** Where to connect instead. */
	public int port() {
		return this.end.getLocalPort();
	}

	private void accept() {
		while (!this.end.isClosed()) {
			try {
				Socket near = this.end.accept();
				this.open.add(near);
				Socket far = new Socket(InetAddress.getLoopbackAddress(), this.port);
				this.open.add(far);
				if (this.isCut) {
					closeAll();
				}
				start(() -> carry(near, far, false));
				start(() -> carry(far, near, true));
			}
			catch (IOException ex) {
				closeAll();
			}
		}
	}

	private void carry(Socket from, Socket to, boolean isAnswer) {
		byte[] bytes = new byte[8192];
		try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
			for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
				if (!isAnswer || !this.isDeaf) {
					out.write(bytes, 0, n);
				}
			}
		}
		catch (IOException ex) {
			// Both ends are closed.
		}
		this.open.remove(from);
		this.open.remove(to);
	}

	/** Ends all connections, and lets no new one through. */
	public void cut() {
		this.isCut = true;
		closeAll();
	}

	/** Lets requests through, and no answers. */
	public void deafen() {
		this.isDeaf = true;
	}

	/** Lets connections through again. */
	public void mend() {
		this.isCut = false;
		this.isDeaf = false;
	}

	private void closeAll() {
		this.open.forEach((socket) -> {
			try {
				socket.close();
			}
			catch (IOException ex) {
				// It is closed.
			}
		});
	}

	@Override
	public void close() {
		try {
			this.end.close();
		}
		catch (IOException ex) {
			// It is closed.
		}
		cut();
	}

}
