package dev.hashring.router.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.hashring.protocol.EntryLimits;
import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.PositionRange;
import dev.hashring.protocol.StoreHeader;
import dev.hashring.protocol.StoreStatus;
import dev.hashring.protocol.Version;
import dev.hashring.router.access.RingToken;
import dev.hashring.router.health.Health;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.nodes.NodeAnswer;
import dev.hashring.router.nodes.NodeClient;
import dev.hashring.router.nodes.NodeFailedException;
import dev.hashring.router.nodes.NodeRequest;
import dev.hashring.router.store.Entry.Value;
import dev.hashring.router.store.NoAnswerException.Kind;
import dev.hashring.web.Memory.Share;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Asks the stores of members, as {@code node/README.md} has it.
 */
@Component
class StoreClient {

	private final NodeClient nodes;

	private final RingToken token;

	private final Health health;

	StoreClient(NodeClient nodes, RingToken token, Health health) {
		this.nodes = nodes;
		this.token = token;
		this.health = health;
	}

	/**
	 * What a replica has for a key, if it ever had something.
	 * @param memory for its value
	 */
	Optional<Entry> read(Replicas replicas, Member member, Deadline deadline, Share memory) throws NoAnswerException {
		return ask(replicas.state(), member, "GET", entry(replicas.key()), Map.of(), null, deadline, memory).entry();
	}

	/** The same without the value, which the replica has checked all the same. */
	Optional<Entry> head(Replicas replicas, Member member, Deadline deadline) throws NoAnswerException {
		return ask(replicas.state(), member, "HEAD", entry(replicas.key()), Map.of(), null, deadline, null).head();
	}

	/**
	 * Has a replica store an entry on its disk, unless it has a newer one there.
	 * @param repair whether the entry is the newest of a majority without this replica
	 * @return true
	 */
	boolean write(Replicas replicas, Member member, Entry entry, boolean repair, Deadline deadline)
			throws NoAnswerException {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put(StoreHeader.VERSION, entry.version().toString());
		if (repair) {
			headers.put(StoreHeader.REPAIR, "true");
		}
		put(replicas, member, entry.value(), headers, deadline).done();
		return true;
	}

	/**
	 * Has the one replica of a key store a value on its disk, in a version above the one
	 * that it has.
	 * @return the version, and whether there was no value before
	 */
	Stored writeNext(Replicas replicas, Member member, Value value, Deadline deadline) throws NoAnswerException {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put(StoreHeader.WRITER, HexFormat.of().toHexDigits(Version.newWriter()));
		return put(replicas, member, value, headers, deadline).stored();
	}

	private StoreAnswer put(Replicas replicas, Member member, @Nullable Value value, Map<String, String> headers,
			Deadline deadline) throws NoAnswerException {
		headers.put(StoreHeader.POSITION, String.valueOf(replicas.position()));
		if (value == null) {
			headers.put(StoreHeader.DELETED, "true");
		}
		else if (value.type() != null) {
			headers.put(HttpHeaders.CONTENT_TYPE, value.type());
		}
		byte[] body = (value != null) ? value.body() : new byte[0];
		return ask(replicas.state(), member, "PUT", entry(replicas.key()), headers, body, deadline, null);
	}

	/** Keys that a member holds, in the order of their bytes in UTF-8. */
	KeyPage keys(RingState state, Member member, String prefix, String after, int limit, Deadline deadline)
			throws NoAnswerException {
		String target = "/store/keys?prefix=%s&after=%s&limit=%d".formatted(encoded(prefix), encoded(after), limit);
		return ask(state, member, "GET", target, Map.of(), null, deadline, null).read(KeyPage.class);
	}

	/** What a member holds in each of these ranges, as one checksum each. */
	List<String> digests(RingState state, Member member, List<PositionRange> ranges, Deadline deadline)
			throws NoAnswerException {
		byte[] body = JsonMapper.shared().writeValueAsBytes(new PositionRange.Query(ranges));
		Map<String, String> headers = Map.of(HttpHeaders.CONTENT_TYPE, "application/json");
		return ask(state, member, "POST", "/store/digests", headers, body, deadline, null)
			.read(PositionRange.Digests.class)
			.digests();
	}

	/**
	 * What a member holds in one range.
	 * @param after the last entry of the page before; null for the first page
	 */
	PositionRange.Page range(RingState state, Member member, PositionRange range, PositionRange.@Nullable Item after,
			Deadline deadline) throws NoAnswerException {
		String from = (after == null) ? ""
				: "&afterPosition=%d&afterKey=%s".formatted(after.position(), encoded(after.key()));
		String target = "/store/range?from=%d&to=%d&limit=%d%s".formatted(range.from(), range.to(), EntryLimits.PAGE,
				from);
		return ask(state, member, "GET", target, Map.of(), null, deadline, null).read(PositionRange.Page.class);
	}

	/** What the store of a member says of itself. */
	StoreStatus status(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		return ask(state, member, "GET", "/store", Map.of(), null, deadline, null).read(StoreStatus.class);
	}

	/** Has a member start a new file in place of a damaged one. */
	void renew(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		ask(state, member, "POST", "/store/renew", Map.of(), new byte[0], deadline, null).done();
	}

	/** Tells a member that its new file has all that the damaged one had. */
	void recovered(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		ask(state, member, "POST", "/store/recovered", Map.of(), new byte[0], deadline, null).done();
	}

	private static String entry(String key) {
		return "/store/entries?key=" + encoded(key);
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private StoreAnswer ask(RingState state, Member member, String method, String target, Map<String, String> more,
			byte @Nullable [] body, Deadline deadline, @Nullable Share memory) throws NoAnswerException {
		String node = encoded(member.id());
		Map<String, String> headers = new LinkedHashMap<>(more);
		headers.put(HttpHeaders.AUTHORIZATION, this.token.authorization());
		headers.put(StoreHeader.NODE, node);
		headers.put(StoreHeader.EPOCH, String.valueOf(state.epoch()));
		headers.put(StoreHeader.LAYOUT, state.layout());
		try {
			// All else may be asked twice.
			boolean sendAgain = !headers.containsKey(StoreHeader.WRITER);
			NodeRequest request = new NodeRequest(method, target, headers, body, sendAgain, memory);
			NodeAnswer answer = this.nodes.send(member.url(), request, state.settings().timing().timeouts(), deadline);
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
