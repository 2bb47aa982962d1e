package dev.hashring.router.api;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.hashring.cluster.EventStream;
import dev.hashring.cluster.EventStream.Event;
import dev.hashring.cluster.LocalCluster;
import dev.hashring.cluster.RawHttp;
import dev.hashring.cluster.RingClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/**
 * The stream of events, read over real connections.
 */
class EventsTests {

	private LocalCluster cluster;

	private RingClient ring;

	private URI router;

	private final List<EventStream> open = new ArrayList<>();

	private int attempts = 3;

	@BeforeEach
	void start() {
		this.cluster = LocalCluster.start();
		this.ring = this.cluster.ring();
		this.router = this.cluster.url();
	}

	@AfterEach
	void stop() throws IOException {
		for (EventStream reader : this.open) {
			reader.close();
		}
		this.cluster.close();
	}

	@Test
	void eachChangeIsToldOnceAndInOrder() throws IOException {
		try (EventStream events = new EventStream(this.router, null)) {
			this.ring.put("node4", "{'url': 'http://127.0.0.1:1'}");
			assertEvent(events, "join", "\"epoch\":2,\"member\":\"node4\",\"reason\":\"was put by hand\"");
			assertEvent(events, "down", "\"epoch\":2,\"member\":\"node4\",\"reason\":\"refused the connection\"");
			this.ring.patch("{'virtualNodes': 40, 'onOwnerFailure': 'next-node'}");
			assertEvent(events, "settings",
					"\"epoch\":3,\"reason\":\"has virtualNodes 40, not 160, onOwnerFailure next-node, not fail\"");
			this.ring.put("node4", "{'weight': 2}");
			assertEvent(events, "change", "\"epoch\":4,\"member\":\"node4\",\"reason\":\"has weight 2, not 1\"");
			this.ring.delete("node4");
			assertEvent(events, "leave", "\"epoch\":5,\"member\":\"node4\",\"reason\":\"was taken out by hand\"");
			this.cluster.node("node3").stop();
			assertEvent(events, "down", "\"member\":\"node3\",\"reason\":");
			this.cluster.node("node3").start();
			assertEvent(events, "up", "\"member\":\"node3\",\"reason\":\"answered ");
		}
	}

	@Test
	void whatIsKeptIsAnsweredAtOnceWithTheIdsOfTheStream() throws IOException {
		try (EventStream events = new EventStream(this.router, null)) {
			this.ring.put("node4", "{'url': 'http://127.0.0.1:1'}");
			Event join = events.next();
			JsonNode kept = this.ring.get("/ring/events/kept");
			JsonNode told = kept.get("events")
				.valueStream()
				.filter((event) -> event.get("type").asString().equals("join"))
				.findFirst()
				.orElseThrow();
			assertThat(told.get("id").asString()).isEqualTo(join.id());
			assertThat(told.get("reason").asString()).isEqualTo("was put by hand");
		}
	}

	private static void assertEvent(EventStream events, String type, String data) throws IOException {
		Event event = events.next();
		assertThat(event.type()).isEqualTo(type);
		assertThat(event.data()).contains(data, "\"time\":\"20");
	}

	@Test
	void aReaderThatComesBackMissesNothing() throws IOException {
		EventStream first = new EventStream(this.router, null);
		changes(1);
		assertThat(first.next().data()).contains("\"epoch\":2");
		first.close();
		changes(5);
		try (EventStream second = new EventStream(this.router, first.lastId())) {
			changes(1);
			for (int epoch = 3; epoch <= 8; epoch++) {
				assertThat(second.next().data()).contains("\"epoch\":" + epoch + ",");
			}
		}
	}

	@Test
	void aReaderIsToldWhenItMissedSomething() throws IOException {
		EventStream first = new EventStream(this.router, null);
		first.close();
		changes(1005);
		try (EventStream second = new EventStream(this.router, first.lastId())) {
			assertThat(second.next().type()).isEqualTo("missed");
			for (int epoch = 7; epoch <= 1006; epoch++) {
				assertThat(second.next().data()).contains("\"epoch\":" + epoch + ",");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1-1", "nonsense", "-", "1", "future" })
	void anIdThatThisRouterDoesNotKnowIsMissed(String id) throws IOException {
		changes(2);
		try (EventStream known = new EventStream(this.router, null);
				EventStream events = new EventStream(this.router,
						id.equals("future") ? known.lastId().replaceAll("-.*", "-99") : id)) {
			assertThat(events.next().type()).isEqualTo("missed");
			assertThat(events.next().data()).contains("\"epoch\":2");
			assertThat(events.next().data()).contains("\"epoch\":3");
		}
	}

	@Test
	void aHundredReadersThatDoNotReadHoldUpNoOther() throws IOException {
		List<EventStream> slow = readers(100);
		try (EventStream quick = new EventStream(this.router, null)) {
			for (int i = 0; i < 20; i++) {
				changes(50);
				for (int j = 0; j < 50; j++) {
					assertThat(quick.next().type()).isEqualTo("settings");
				}
			}
			assertTimeout(Duration.ofSeconds(10),
					() -> assertThat(RawHttp.send(this.router, "GET", "/route?key=Alice").status()).isEqualTo(200));
		}
		assertThat(slow.get(99).next().data()).contains("\"epoch\":2,");
	}

	@Test
	void thereIsAnEndToTheNumberOfReaders() throws IOException {
		List<EventStream> readers = readers(256);
		assertThat(RawHttp.send(this.router, "GET", "/ring/events").status()).isEqualTo(503);
		assertThat(RawHttp.send(this.router, "GET", "/route?key=Alice").status()).isEqualTo(200);
		for (EventStream reader : readers) {
			reader.close();
		}
		await().atMost(30, TimeUnit.SECONDS)
			.until(() -> RawHttp.send(this.router, "HEAD", "/ring/events").status() == 200);
	}

	@Test
	void theStreamEndsWithTheRouter() throws IOException {
		try (EventStream events = new EventStream(this.router, null)) {
			assertTimeout(Duration.ofSeconds(5), this.cluster::close);
			assertThat(catchThrowable(() -> readAll(events))).isInstanceOf(IOException.class)
				.isNotInstanceOf(SocketTimeoutException.class);
		}
	}

	/** What happened before the end may still arrive. */
	private static void readAll(EventStream events) throws IOException {
		while (true) {
			events.next();
		}
	}

	/** Readers that stay until the test is over. */
	private List<EventStream> readers(int count) throws IOException {
		List<EventStream> readers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			EventStream reader = new EventStream(this.router, null);
			readers.add(reader);
			this.open.add(reader);
		}
		return readers;
	}

	private void changes(int count) {
		for (int i = 0; i < count; i++) {
			this.attempts = this.attempts % 1000 + 1;
			assertThat(this.ring.patch("{'maxAttempts': %d}".formatted(this.attempts)).statusCode()).isEqualTo(200);
		}
	}

}
