package dev.hashring.router.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.hashring.router.log.Events;
import dev.hashring.router.log.Events.Event;
import dev.hashring.web.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells what happens to the ring, as
 * <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">server-sent
 * events</a>. Each reader has a thread of its own, so a slow one holds up no other.
 */
@RestController
class EventsController {

	private static final int MAX_READERS = 256;

	/** After that long without an event, a comment finds out if the reader is gone. */
	private static final Duration SILENCE = Duration.ofSeconds(10);

	private final Semaphore readers = new Semaphore(MAX_READERS);

	private final Events log;

	private final JsonMapper json;

	EventsController(Events log, JsonMapper json) {
		this.log = log;
		this.json = json;
	}

	@GetMapping("/ring/events")
	@Operation(summary = "What happens to the ring and its members, as server-sent events")
	void events(@RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastId, HttpMethod method,
			@Parameter(hidden = true) HttpServletResponse response) throws IOException, InterruptedException {
		if (!this.readers.tryAcquire()) {
			throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE,
					"Busy: %s readers follow the events already. Try again later.", MAX_READERS);
		}
		try {
			response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
			// Without this nginx collects events before it sends them on.
			response.setHeader("X-Accel-Buffering", "no");
			response.flushBuffer();
			if (method.equals(HttpMethod.GET)) {
				send(response.getOutputStream(), lastId);
			}
		}
		finally {
			this.readers.release();
		}
	}

	/**
	 * What {@code GET /ring/events/kept} answers.
	 *
	 * @param events the oldest first
	 */
	record Kept(List<Told> events) {
	}

	/** An event, with its id in the stream. */
	record Told(String id, @JsonUnwrapped Event event) {
	}

	@GetMapping("/ring/events/kept")
	@Operation(summary = "What has happened to the ring and its members, as far as it is kept")
	Kept kept() throws InterruptedException {
		List<Event> events = this.log.after(0, Duration.ZERO);
		return new Kept(events.stream().map((event) -> new Told(id(event.number()), event)).toList());
	}

	private void send(ServletOutputStream out, @Nullable String lastId) throws IOException, InterruptedException {
		long seen;
		if (lastId == null) {
			seen = this.log.last();
			// An id alone is no event, but a reader that comes back starts from it.
			write(out, "id: " + id(seen) + "\n\n");
		}
		else {
			seen = number(lastId).orElse(-1L);
			if (seen < 0) {
				seen = this.log.oldest() - 1;
				write(out, missed(seen));
			}
		}
		while (!this.log.isClosed()) {
			List<Event> events = this.log.after(seen, SILENCE);
			if (events.isEmpty()) {
				write(out, ":\n\n");
			}
			else if (events.get(0).number() > seen + 1) {
				write(out, missed(events.get(0).number() - 1));
			}
			for (Event event : events) {
				write(out, "id: %s\nevent: %s\ndata: %s\n\n".formatted(id(event.number()),
						this.json.convertValue(event.type(), String.class), this.json.writeValueAsString(event)));
				seen = event.number();
			}
		}
	}

	private String missed(long last) {
		return "id: %s\nevent: missed\ndata: {\"reason\":\"Events before the next one are gone.\"}\n\n"
			.formatted(id(last));
	}

	private String id(long number) {
		return this.log.start() + "-" + number;
	}

	/** The number in an id that this router has given since it started. */
	private Optional<Long> number(String id) {
		String prefix = this.log.start() + "-";
		return Optional.of(id)
			.filter((text) -> text.startsWith(prefix) && text.substring(prefix.length()).matches("\\d{1,18}"))
			.map((text) -> Long.valueOf(text.substring(prefix.length())))
			.filter((number) -> number <= this.log.last());
	}

	private static void write(ServletOutputStream out, String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.UTF_8));
		out.flush();
	}

}
