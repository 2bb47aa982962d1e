package dev.hashring.router.nodes;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.hashring.protocol.HostPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A host name with several addresses, at one port of this machine.
 */
class ConnectorTests {

	private static final InetAddress WELL = address(1);

	private static final InetAddress SILENT = address(2);

	private static final InetAddress REFUSING = address(3);

	private final List<AutoCloseable> open = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.open) {
			each.close();
		}
	}

	@Test
	void aSilentAddressDelaysTheNextOneByAQuarterOfASecond() throws Exception {
		int port = listen();
		long start = System.nanoTime();
		try (Socket socket = connect(port, Duration.ofSeconds(30), SILENT, WELL)) {
			assertThat(socket.getInetAddress()).isEqualTo(WELL);
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(250),
				Duration.ofSeconds(10));
	}

	@Test
	void anAddressThatRefusesIsPassedOver() throws Exception {
		int port = listen();
		try (Socket socket = connect(port, Duration.ofSeconds(30), REFUSING, SILENT, REFUSING, WELL)) {
			assertThat(socket.getInetAddress()).isEqualTo(WELL);
		}
	}

	@Test
	void whatFailsEverywhereFailsAsSoonAsItIsKnown() throws IOException {
		int port = listen();
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> connect(port, Duration.ofSeconds(30), REFUSING, REFUSING));
		assertThatExceptionOfType(SocketTimeoutException.class)
			.isThrownBy(() -> connect(port, Duration.ofMillis(600), SILENT, REFUSING));
	}

	private static Socket connect(int port, Duration timeout, InetAddress... addresses) throws Exception {
		return new Connector((host) -> addresses).connect(new HostPort("many", port), Deadline.in(timeout));
	}

	/** A port at which one address accepts, and another one has no room any more. */
	private int listen() throws IOException {
		ServerSocket well = keep(new ServerSocket(0, 50, WELL));
		int port = well.getLocalPort();
		keep(new ServerSocket(port, 1, SILENT));
		try {
			while (true) {
				Socket filling = keep(new Socket());
				filling.connect(new InetSocketAddress(SILENT, port), 1000);
			}
		}
		catch (SocketTimeoutException ex) {
			return port;
		}
	}

	private <T extends AutoCloseable> T keep(T each) {
		this.open.add(each);
		return each;
	}

	private static InetAddress address(int last) {
		try {
			return InetAddress.getByAddress(new byte[] { 127, 0, 0, (byte) last });
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
