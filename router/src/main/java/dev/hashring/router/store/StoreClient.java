package dev.hashring.router.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.PositionRange;
import dev.hashring.protocol.StoreHeader;
import dev.hashring.protocol.StoreStatus;
import dev.hashring.protocol.Version;
import dev.hashring.router.access.RingToken;
import dev.hashring.router.membership.Health;
import dev.hashring.router.membership.Member;
import dev.hashring.router.membership.RingState;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.nodes.Memory.Share;
import dev.hashring.router.nodes.NodeAnswer;
import dev.hashring.router.nodes.NodeClient;
import dev.hashring.router.nodes.NodeFailedException;
import dev.hashring.router.nodes.NodeRequest;
import dev.hashring.router.store.Entry.Value;
import dev.hashring.router.store.NoAnswerException.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Asks the stores of members, as {@code node/README.md} has it.
 */
@Component
class StoreClient {

	private final JsonMapper json = JsonMapper.shared();

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
		NodeAnswer answer = ask(replicas.state(), member, "GET", entry(replicas.key()), Map.of(), null, deadline,
				memory);
		return switch (answer.status()) {
			case 200 -> Optional.of(Entry.of(version(answer),
					new Value(answer.header(HttpHeaders.CONTENT_TYPE).orElse(null), answer.body())));
			case 204 -> Optional.of(Entry.of(version(answer), null));
			default -> none(answer);
		};
	}

	/** The same without the value, which the replica has checked all the same. */
	Optional<Entry> head(Replicas replicas, Member member, Deadline deadline) throws NoAnswerException {
		NodeAnswer answer = ask(replicas.state(), member, "HEAD", entry(replicas.key()), Map.of(), null, deadline,
				null);
		return switch (answer.status()) {
			case 200, 204 -> Optional.of(new Entry(version(answer), answer.status() == 204, null));
			default -> none(answer);
		};
	}

	/** Nothing, if the store says so, and not a server that has none. */
	private <T> Optional<T> none(NodeAnswer answer) throws NoAnswerException {
		if (answer.status() == 404 && answer.header(StoreHeader.VERSION).equals(Optional.of(StoreHeader.NO_VERSION))) {
			return Optional.empty();
		}
		throw refused(answer);
	}

	/**
	 * Has a replica store an entry on its disk, unless it has a newer one there.
	 * @param repair whether the entry is the newest of a majority without this replica
	 */
	void write(Replicas replicas, Member member, Entry entry, boolean repair, Deadline deadline)
			throws NoAnswerException {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put(StoreHeader.VERSION, entry.version().toString());
		if (repair) {
			headers.put(StoreHeader.REPAIR, "true");
		}
		require(put(replicas, member, entry.value(), headers, deadline));
	}

	/**
	 * Has the one replica of a key store a value on its disk, in a version above the one
	 * that it has.
	 * @return the version, and whether there was no value before
	 */
	Stored writeNext(Replicas replicas, Member member, Value value, Deadline deadline) throws NoAnswerException {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put(StoreHeader.WRITER, HexFormat.of().toHexDigits(Version.newWriter()));
		NodeAnswer answer = put(replicas, member, value, headers, deadline);
		require(answer);
		return new Stored(version(answer), answer.status() == 201);
	}

	private NodeAnswer put(Replicas replicas, Member member, @Nullable Value value, Map<String, String> headers,
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
		return read(KeyPage.class, ask(state, member, "GET", target, Map.of(), null, deadline, null));
	}

	/** What a member holds in each of these ranges, as one checksum each. */
	List<String> digests(RingState state, Member member, List<PositionRange> ranges, Deadline deadline)
			throws NoAnswerException {
		byte[] body = this.json.writeValueAsBytes(new PositionRange.Query(ranges));
		Map<String, String> headers = Map.of(HttpHeaders.CONTENT_TYPE, "application/json");
		NodeAnswer answer = ask(state, member, "POST", "/store/digests", headers, body, deadline, null);
		return read(PositionRange.Digests.class, answer).digests();
	}

	/**
	 * What a member holds in one range.
	 * @param after the last entry of the page before; null for the first page
	 */
	PositionRange.Page range(RingState state, Member member, PositionRange range, PositionRange.@Nullable Item after,
			Deadline deadline) throws NoAnswerException {
		String from = (after == null) ? ""
				: "&afterPosition=%d&afterKey=%s".formatted(after.position(), encoded(after.key()));
		String target = "/store/range?from=%d&to=%d&limit=1000%s".formatted(range.from(), range.to(), from);
		return read(PositionRange.Page.class, ask(state, member, "GET", target, Map.of(), null, deadline, null));
	}

	/** What the store of a member says of itself. */
	StoreStatus status(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		return read(StoreStatus.class, ask(state, member, "GET", "/store", Map.of(), null, deadline, null));
	}

	/** Has a member start a new file in place of a damaged one. */
	void renew(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		require(ask(state, member, "POST", "/store/renew", Map.of(), new byte[0], deadline, null));
	}

	/** Tells a member that its new file has all that the damaged one had. */
	void recovered(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		require(ask(state, member, "POST", "/store/recovered", Map.of(), new byte[0], deadline, null));
	}

	private static String entry(String key) {
		return "/store/entries?key=" + encoded(key);
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private NodeAnswer ask(RingState state, Member member, String method, String target, Map<String, String> more,
			byte @Nullable [] body, Deadline deadline, @Nullable Share memory) throws NoAnswerException {
		Map<String, String> headers = new LinkedHashMap<>(more);
		headers.put(HttpHeaders.AUTHORIZATION, this.token.authorization());
		headers.put(StoreHeader.EPOCH, String.valueOf(state.epoch()));
		headers.put(StoreHeader.LAYOUT, state.layout());
		try {
			// All else may be asked twice.
			boolean sendAgain = !headers.containsKey(StoreHeader.WRITER);
			NodeRequest request = new NodeRequest(method, target, headers, body, sendAgain, memory);
			return this.nodes.send(member.url(), request, state.settings(), deadline);
		}
		catch (NodeFailedException ex) {
			if (ex.isUnreachable()) {
				this.health.failed(member, ex.why());
			}
			throw new NoAnswerException(ex.mayHaveArrived() ? Kind.SILENT : Kind.UNREACHABLE, ex.why());
		}
	}

	private static Version version(NodeAnswer answer) throws NoAnswerException {
		try {
			return Version.parse(answer.header(StoreHeader.VERSION).orElse(""));
		}
		catch (IllegalArgumentException ex) {
			throw new NoAnswerException(Kind.SILENT, "gave no version");
		}
	}

	private <T> T read(Class<T> type, NodeAnswer answer) throws NoAnswerException {
		require(answer);
		try {
			return this.json.readValue(answer.body(), type);
		}
		catch (JacksonException ex) {
			throw new NoAnswerException(Kind.SILENT, "gave an answer that can't be read");
		}
	}

	private void require(NodeAnswer answer) throws NoAnswerException {
		if (!answer.isSuccess()) {
			throw refused(answer);
		}
	}

	private NoAnswerException refused(NodeAnswer answer) {
		String detail = "";
		try {
			detail = this.json.readTree(answer.body()).path("detail").asString("");
		}
		catch (JacksonException ex) {
			// The status has to do.
		}
		return new NoAnswerException(Kind.REFUSED,
				"answered " + answer.status() + (detail.isEmpty() ? "" : " (" + detail + ")"));
	}

}
