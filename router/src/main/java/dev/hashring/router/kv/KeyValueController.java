package dev.hashring.router.kv;

import java.io.IOException;
import java.util.Collection;
import java.util.stream.Collectors;

import dev.hashring.protocol.QueryParameter;
import dev.hashring.protocol.StoreHeader;
import dev.hashring.protocol.Version;
import dev.hashring.router.kv.KeyList.Keys;
import dev.hashring.router.kv.Register.Read;
import dev.hashring.router.kv.Register.Written;
import dev.hashring.router.kv.replication.Versioned;
import dev.hashring.router.kv.replication.Versioned.Value;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.Member;
import dev.hashring.web.Memory;
import dev.hashring.web.Memory.Reservation;
import dev.hashring.web.Refusal;
import dev.hashring.web.RequestedEntry;
import dev.hashring.web.RequestedKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Keeps a value for each key.
 */
@RestController
@RequestMapping("/kv")
class KeyValueController {

	private static final int USUAL_PAGE = 100;

	private static final String REPLICAS = "X-Ring-Replicas";

	private final Register register;

	private final KeyList list;

	private final Forgetting forgetting;

	private final LiveRing ring;

	private final Memory memory;

	private final JsonMapper json;

	KeyValueController(Register register, KeyList list, Forgetting forgetting, LiveRing ring, Memory memory,
			JsonMapper json) {
		this.register = register;
		this.list = list;
		this.forgetting = forgetting;
		this.ring = ring;
		this.memory = memory;
		this.json = json;
	}

	@PutMapping
	@Operation(summary = "Keeps a value of up to 1 MiB for a key")
	@Parameter(in = ParameterIn.QUERY, name = "key", required = true)
	void put(@Parameter(hidden = true) HttpServletRequest request,
			@Parameter(hidden = true) HttpServletResponse response) throws IOException {
		String key = RequestedEntry.key(request);
		RequestedValue.refuseConditions(request);
		Reservation memory = this.memory.reserve();
		try {
			Written written = this.register.write(key, RequestedValue.of(request, memory), deadline()).orElseThrow();
			written.end().thenRun(memory::close);
			response.setStatus(written.isNew() ? HttpServletResponse.SC_CREATED : HttpServletResponse.SC_OK);
			describe(written, response);
		}
		catch (Throwable ex) {
			memory.close();
			throw ex;
		}
	}

	@DeleteMapping
	@Operation(summary = "Deletes the value of a key; with the token, all values whose keys start with a prefix")
	@Parameter(in = ParameterIn.QUERY, name = "key", description = "whose value to delete")
	@Parameter(in = ParameterIn.QUERY, name = "prefix", description = "how the keys start; empty: all keys")
	ResponseEntity<?> delete(@Parameter(hidden = true) HttpServletRequest request,
			@Parameter(hidden = true) HttpServletResponse response) {
		RequestedValue.refuseConditions(request);
		if (QueryParameter.first(request.getQueryString(), "prefix").isEmpty()) {
			this.register.write(RequestedEntry.key(request), null, deadline())
				.ifPresent((written) -> describe(written, response));
			return ResponseEntity.noContent().build();
		}
		if (RequestedKey.of(request).isPresent()) {
			throw new Refusal(HttpStatus.BAD_REQUEST, "Name a key or a prefix, not both.");
		}
		return ResponseEntity.ok(new Deleted(this.forgetting.forget(RequestedValue.bound(request, "prefix"))));
	}

	/** How many values were deleted. */
	record Deleted(long deleted) {
	}

	@GetMapping("/where")
	@Operation(summary = "What each replica of a key has for it")
	@Parameter(in = ParameterIn.QUERY, name = "key", required = true)
	Whereabouts where(@Parameter(hidden = true) HttpServletRequest request) {
		return Whereabouts.of(this.register.askAll(RequestedEntry.key(request), deadline()));
	}

	private static void describe(Written written, HttpServletResponse response) {
		response.setHeader(HttpHeaders.ETAG, tag(written.version()));
		response.setHeader(REPLICAS, ids(written.members()));
	}

	@GetMapping
	@Operation(summary = "The value of a key; without a key, the keys that have one")
	@Parameter(in = ParameterIn.QUERY, name = "key", description = "whose value to read")
	@Parameter(in = ParameterIn.QUERY, name = "prefix", description = "how listed keys start")
	@Parameter(in = ParameterIn.QUERY, name = "after", description = "the 'next' of the page before")
	@Parameter(in = ParameterIn.QUERY, name = "limit", description = "how many keys, 1 to 1000")
	@ApiResponse(content = @Content(schema = @Schema(implementation = Keys.class)))
	void get(@Parameter(hidden = true) HttpServletRequest request,
			@Parameter(hidden = true) HttpServletResponse response) throws IOException {
		if (RequestedKey.of(request).isEmpty()) {
			list(request, response);
			return;
		}
		try (Reservation memory = this.memory.reserve()) {
			answer(this.register.read(RequestedEntry.key(request), deadline(), memory), request, response);
		}
	}

	private void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Keys keys = this.list.page(RequestedValue.bound(request, "prefix"), RequestedValue.bound(request, "after"),
				RequestedEntry.limit(request, USUAL_PAGE), deadline());
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.getOutputStream().write(this.json.writeValueAsBytes(keys));
	}

	private static void answer(Read read, HttpServletRequest request, HttpServletResponse response) throws IOException {
		Versioned entry = read.entry().orElse(null);
		if (entry == null || entry.value() == null) {
			throw new Refusal(HttpStatus.NOT_FOUND, "There is nothing for this key.");
		}
		response.setHeader(REPLICAS, ids(read.members()));
		if (!new ServletWebRequest(request, response).checkNotModified(tag(entry.version()))) {
			write(entry.value(), response);
		}
	}

	/** The browser must not take what was put for a part of this site. */
	private static void write(Value value, HttpServletResponse response) throws IOException {
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
		response.setContentType((value.type() != null) ? value.type() : MediaType.APPLICATION_OCTET_STREAM_VALUE);
		response.setContentLength(value.body().length);
		response.getOutputStream().write(value.body());
	}

	private Deadline deadline() {
		return Deadline.in(this.ring.state().settings().timing().deadline());
	}

	private static String tag(Version version) {
		return "\"" + version + "\"";
	}

	private static String ids(Collection<Member> members) {
		return members.stream().map(Member::id).sorted().map(StoreHeader::id).collect(Collectors.joining(", "));
	}

}
