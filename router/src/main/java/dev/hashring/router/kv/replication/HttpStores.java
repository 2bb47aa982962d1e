package dev.hashring.router.kv.replication;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.hashring.protocol.EntryLimits;
import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.Moving;
import dev.hashring.protocol.PositionRange;
import dev.hashring.protocol.StoreHeader;
import dev.hashring.protocol.StoreStatus;
import dev.hashring.router.access.RingToken;
import dev.hashring.router.health.Health;
import dev.hashring.router.kv.replication.NoAnswerException.Kind;
import dev.hashring.router.kv.replication.Versioned.Value;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.nodes.NodeAnswer;
import dev.hashring.router.nodes.NodeClient;
import dev.hashring.router.nodes.NodeFailedException;
import dev.hashring.router.nodes.NodeRequest;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.web.Memory.Reservation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Asks the stores over HTTP, as {@code node/README.md} describes it.
 */
@Component
class HttpStores implements Stores {

	private static final Map<String, String> JSON = Map.of(HttpHeaders.CONTENT_TYPE, "application/json");

	private final Turns reads = new Turns(128);

	private final Turns writes = new Turns(128);

	private final NodeClient nodes;

	private final ToldStates states;

	private final RingToken token;

	private final Health health;

	HttpStores(NodeClient nodes, ToldStates states, RingToken token, Health health) {
		this.nodes = nodes;
		this.states = states;
		this.token = token;
		this.health = health;
	}

	@Override
	public Optional<Versioned> read(Replicas replicas, Member member, Deadline deadline, Reservation memory)
			throws NoAnswerException {
		NodeRequest request = new NodeRequest("GET", entry(replicas), Map.of(), null, true, memory);
		return ask(this.reads, replicas, member, request, deadline).entry();
	}

	@Override
	public Optional<Versioned> head(Replicas replicas, Member member, Deadline deadline) throws NoAnswerException {
		NodeRequest request = new NodeRequest("HEAD", entry(replicas), Map.of(), null, true, null);
		return ask(this.reads, replicas, member, request, deadline).head();
	}

	@Override
	public void write(Replicas replicas, Member member, Versioned entry, boolean repair, Deadline deadline)
			throws NoAnswerException {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put(StoreHeader.VERSION, entry.version().toString());
		if (repair) {
			headers.put(StoreHeader.REPAIR, "true");
		}
		put(replicas, member, entry.value(), headers, deadline).done();
	}

	@Override
	public Stored writeNext(Replicas replicas, Member member, Value value, long writer, Deadline deadline)
			throws NoAnswerException {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put(StoreHeader.WRITER, HexFormat.of().toHexDigits(writer));
		return put(replicas, member, value, headers, deadline).stored();
	}

	private StoreAnswer put(Replicas replicas, Member member, @Nullable Value value, Map<String, String> headers,
			Deadline deadline) throws NoAnswerException {
		if (value == null) {
			headers.put(StoreHeader.DELETED, "true");
		}
		else if (value.type() != null) {
			headers.put(HttpHeaders.CONTENT_TYPE, value.type());
		}
		byte[] body = (value != null) ? value.body() : new byte[0];
		// All but a next version may be stored twice.
		boolean sendAgain = !headers.containsKey(StoreHeader.WRITER);
		NodeRequest request = new NodeRequest("PUT", entry(replicas), headers, body, sendAgain, null);
		return ask(this.writes, replicas, member, request, deadline);
	}

	@Override
	public KeyPage keys(RingState state, Member member, String prefix, String after, int limit, Deadline deadline)
			throws NoAnswerException {
		String target = "/store/keys?prefix=" + encoded(prefix) + "&after=" + encoded(after) + "&limit=" + limit;
		return ask(state, member, NodeRequest.get(target, true), deadline).read(KeyPage.class);
	}

	@Override
	public List<String> digests(RingState state, Member member, List<PositionRange> ranges, Deadline deadline)
			throws NoAnswerException {
		byte[] body = JsonMapper.shared().writeValueAsBytes(new PositionRange.Query(ranges));
		return ask(state, member, post("/store/digests", JSON, body), deadline).read(PositionRange.Digests.class)
			.digests();
	}

	@Override
	public PositionRange.Page range(RingState state, Member member, PositionRange range,
			PositionRange.@Nullable Item after, Deadline deadline) throws NoAnswerException {
		String target = "/store/range?from=" + range.from() + "&to=" + range.to() + "&limit=" + EntryLimits.PAGE;
		if (after != null) {
			target += "&afterPosition=" + after.position() + "&afterKey=" + encoded(after.key());
		}
		return ask(state, member, NodeRequest.get(target, true), deadline).read(PositionRange.Page.class);
	}

	@Override
	public void tell(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		NodeRequest request = new NodeRequest("PUT", "/store/ring", JSON, this.states.of(state).json(), true, null);
		send(state, member, request, deadline).served().done();
	}

	@Override
	public StoreStatus promise(RingState state, Member member, long term, Deadline deadline) throws NoAnswerException {
		NodeRequest request = new NodeRequest("POST", "/store/promise?term=" + term, Map.of(), new byte[0], false,
				null);
		return send(state, member, null, request, deadline).read(StoreStatus.class);
	}

	@Override
	public void clean(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		ask(state, member, post("/store/clean", Map.of(), new byte[0]), deadline).done();
	}

	@Override
	public Optional<Known> known(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		return send(state, member, null, NodeRequest.get("/store/ring", true), deadline).known();
	}

	@Override
	public EntryPage fetch(RingState state, Member member, List<String> keys, Deadline deadline, Reservation memory)
			throws NoAnswerException {
		byte[] body = JsonMapper.shared().writeValueAsBytes(new EntryPage.Query(keys));
		NodeRequest request = new NodeRequest("POST", "/store/page", JSON, body, true, memory);
		return ask(state, member, request, deadline).page();
	}

	@Override
	public void bring(RingState state, Member member, EntryPage page, Deadline deadline) throws NoAnswerException {
		NodeRequest request = new NodeRequest("PUT", "/store/page", Map.of(HttpHeaders.CONTENT_TYPE, EntryPage.TYPE),
				page.toBytes(), true, null);
		ask(state, member, request, deadline).done();
	}

	@Override
	public Moving moving(RingState state, Member member, RingState next, Deadline deadline) throws NoAnswerException {
		return ask(state, member, post("/store/moving", JSON, this.states.of(next).json()), deadline)
			.read(Moving.class);
	}

	@Override
	public StoreStatus status(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		return send(state, member, null, NodeRequest.get("/store", true), deadline).read(StoreStatus.class);
	}

	@Override
	public void renew(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		ask(state, member, post("/store/renew", Map.of(), new byte[0]), deadline).done();
	}

	@Override
	public void recovered(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		ask(state, member, post("/store/recovered", Map.of(), new byte[0]), deadline).done();
	}

	private static NodeRequest post(String target, Map<String, String> headers, byte[] body) {
		return new NodeRequest("POST", target, headers, body, true, null);
	}

	private static String entry(Replicas replicas) {
		return "/store/entries?key=" + encoded(replicas.key());
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	/** Asks for one key. */
	private StoreAnswer ask(Turns turns, Replicas replicas, Member member, NodeRequest request, Deadline deadline)
			throws NoAnswerException {
		RingState state = replicas.state();
		return turns.make(member.url(), deadline.orIn(state.settings().timing().readTimeout()),
				() -> ask(state, member, request, deadline));
	}

	private StoreAnswer ask(RingState state, Member member, NodeRequest request, Deadline deadline)
			throws NoAnswerException {
		StoreAnswer answer = send(state, member, request, deadline);
		if (answer.lacksState()) {
			tell(state, member, deadline);
			answer = send(state, member, request, deadline);
		}
		return answer.served();
	}

	private StoreAnswer send(RingState state, Member member, NodeRequest request, Deadline deadline)
			throws NoAnswerException {
		if (member.store() == null) {
			throw new NoAnswerException(Kind.UNREACHABLE, "has no store that the ring knows");
		}
		return send(state, member, member.store(), request, deadline);
	}

	private StoreAnswer send(RingState state, Member member, @Nullable String store, NodeRequest request,
			Deadline deadline) throws NoAnswerException {
		String node = encoded(member.id());
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put(HttpHeaders.AUTHORIZATION, this.token.authorization());
		headers.put(StoreHeader.NODE, node);
		if (store != null) {
			headers.put(StoreHeader.STORE, store);
			headers.put(StoreHeader.STATE, this.states.stamp(state).toString());
		}
		try {
			NodeAnswer answer = this.nodes.send(member.url(), request.with(headers),
					state.settings().timing().timeouts(), deadline);
			if (answer.isSuccess() && !answer.header(StoreHeader.NODE).equals(Optional.of(node))) {
				throw new NoAnswerException(Kind.SILENT, "has a url at which another server answers");
			}
			return new StoreAnswer(answer);
		}
		catch (NodeFailedException ex) {
			if (ex.isUnreachable()) {
				this.health.failed(member, ex.why());
			}
			throw new NoAnswerException(ex.mayHaveArrived() ? Kind.SILENT : Kind.UNREACHABLE, ex.why());
		}
	}

}
