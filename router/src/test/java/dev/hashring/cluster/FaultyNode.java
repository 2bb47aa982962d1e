package dev.hashring.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A node that says it is up, and misbehaves in one way when it is asked for a key, here
 * or as the main class of a container.
 */
public final class FaultyNode implements AutoCloseable {

	/** What it does with each request for a key. */
	public enum Fault {

		/** Answers 503. */
		UNAVAILABLE,
		/** Answers 404. */
		NOT_FOUND,
		/** Answers with a redirect. */
		REDIRECT,
		/** Says nothing. */
		SILENT,
		/** Answers well, a second later. */
		SLOW,
		/** Sends a header that never ends, a byte at a time. */
		TRICKLING_HEADER,
		/** Sends a body that never ends, a byte at a time. */
		TRICKLING_BODY,
		/** Closes the connection in the middle of its answer. */
		HALF,
		/** Closes the connection in the middle of the header of its answer. */
		HALF_HEADER,
		/** Answers the first request well and the second by half. */
		SECOND_HALF,
		/** Closes the connection in place of an answer. */
		CLOSING,
		/** Answers well, then closes the connection without having said so. */
		FORGETFUL,
		/** Answers something that is not HTTP. */
		GARBAGE,
		/** Answers a megabyte and a byte. */
		HUGE

	}

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: ";

	private final ServerSocket server;

	private final Fault fault;

	private final AtomicInteger requests = new AtomicInteger();

	private volatile boolean closed;

	public FaultyNode(int port, Fault fault) throws IOException {
		this.server = new ServerSocket(port);
		this.fault = fault;
		start(this::acceptAll);
	}

	public static void main(String[] args) throws IOException {
		new FaultyNode(Integer.parseInt(args[0]), Fault.valueOf(args[1]));
	}

	public URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getLocalPort());
	}

	/** How many requests for keys came. */
	public int requests() {
		return this.requests.get();
	}

	@Override
	public void close() throws IOException {
		this.closed = true;
		this.server.close();
	}

	private void acceptAll() throws IOException, InterruptedException {
		while (!this.closed) {
			Socket socket = this.server.accept();
			start(() -> serve(socket));
		}
	}

	private void serve(Socket socket) throws IOException, InterruptedException {
		try (socket) {
			BufferedReader in = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
			for (String request = readHeader(in); request != null; request = readHeader(in)) {
				if (!request.contains("/handle")) {
					send(socket.getOutputStream(), OK + "2\r\n\r\nup");
					continue;
				}
				this.requests.incrementAndGet();
				System.out.println("A request came.");
				if (!answer(socket.getOutputStream())) {
					return;
				}
			}
		}
	}

	/** The first line of a request; null if there is none any more. */
	private static @Nullable String readHeader(BufferedReader in) throws IOException {
		String first = in.readLine();
		String line = first;
		while (line != null && !line.isEmpty()) {
			line = in.readLine();
		}
		return (line != null) ? first : null;
	}

	/** Answers one request; false if the connection ends with it. */
	private boolean answer(OutputStream out) throws IOException, InterruptedException {
		switch (this.fault) {
			case UNAVAILABLE -> send(out, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy");
			case NOT_FOUND -> send(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
			case REDIRECT -> send(out, "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
			case TRICKLING_HEADER -> trickle(out, "HTTP/1.1 200 OK\r\nX-Long: ");
			case TRICKLING_BODY -> trickle(out, OK + "1000000\r\n\r\n");
			case HALF -> send(out, OK + "1000\r\n\r\nNode no");
			case SLOW -> {
				Thread.sleep(1000);
				send(out, OK + "4\r\n\r\nslow");
			}
			case HALF_HEADER -> send(out, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n");
			case SECOND_HALF -> send(out, OK + ((this.requests.get() == 1) ? "4\r\n\r\nfine" : "1000\r\n\r\nNode no"));
			case FORGETFUL -> send(out, OK + "4\r\n\r\nfine");
			case GARBAGE -> send(out, "220 mail.example ready\r\n\r\n");
			case HUGE -> send(out, OK + "1048577\r\n\r\n" + "x".repeat(1048577));
			case SILENT, CLOSING -> out.flush();
		}
		return switch (this.fault) {
			case UNAVAILABLE, NOT_FOUND, REDIRECT, SILENT, SLOW, HUGE -> true;
			case SECOND_HALF -> this.requests.get() == 1;
			default -> false;
		};
	}

	private void trickle(OutputStream out, String start) throws IOException, InterruptedException {
		send(out, start);
		while (!this.closed) {
			send(out, "x");
			Thread.sleep(20);
		}
	}

	private static void send(OutputStream out, String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.ISO_8859_1));
		out.flush();
	}

	private static void start(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException | InterruptedException ex) {
				// The other side has gone, or the test has ended.
			}
		});
		thread.start();
	}

	private interface Task {

		void run() throws IOException, InterruptedException;

	}

}
