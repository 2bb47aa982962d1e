package dev.hashring.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import tools.jackson.databind.json.JsonMapper;

/**
 * A reader of {@code GET /ring/events}, which reads no faster than it is asked to.
 */
public final class EventStream implements AutoCloseable {

	private final Socket socket;

	private final BufferedReader in;

	private String lastId;

	/** One event; the type is {@code message} where none was sent. */
	public record Event(String id, String type, String data) {
	}

	/** Connects, and waits for the router's first words. */
	public EventStream(URI router, String lastEventId) throws IOException {
		this.socket = new Socket();
		// Small, so that a router that waits for slow readers would soon wait.
		this.socket.setReceiveBufferSize(4096);
		this.socket.connect(new InetSocketAddress(router.getHost(), router.getPort()));
		this.socket.setSoTimeout(20_000);
		String header = (lastEventId != null) ? "Last-Event-ID: " + lastEventId + "\r\n" : "";
		this.socket.getOutputStream()
			.write(("GET /ring/events HTTP/1.0\r\n" + header + "\r\n").getBytes(StandardCharsets.US_ASCII));
		this.in = new BufferedReader(new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8), 16);
		String line = this.in.readLine();
		while (!line.isEmpty()) {
			line = this.in.readLine();
		}
		this.lastId = lastEventId;
		if (lastEventId == null) {
			this.lastId = this.in.readLine().substring("id: ".length());
			this.in.readLine();
		}
	}

	/** The id to come back with. */
	public String lastId() {
		return this.lastId;
	}

	/** The next event; waits for it. */
	public Event next() throws IOException {
		String type = "message";
		String data = null;
		String id = null;
		while (true) {
			String line = this.in.readLine();
			if (line == null) {
				throw new IOException("The stream has ended.");
			}
			if (line.isEmpty() && data != null) {
				this.lastId = (id != null) ? id : this.lastId;
				return new Event(id, type, data);
			}
			String value = line.substring(line.indexOf(':') + 1).strip();
			switch (line.isEmpty() ? "" : line.substring(0, line.indexOf(':'))) {
				case "id" -> id = value;
				case "event" -> type = value;
				case "data" -> data = value;
				default -> {
					// A comment.
				}
			}
		}
	}

	/** The reason of the next event whose reason begins so; waits for it. */
	public String awaitReason(String begin) throws IOException {
		String reason;
		do {
			reason = JsonMapper.shared().readTree(next().data()).path("reason").asString("");
		}
		while (!reason.startsWith(begin));
		return reason;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
