package dev.hashring.router.kv.replication;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.StoreHeader;
import dev.hashring.protocol.Version;
import dev.hashring.router.kv.replication.Entries.Stored;
import dev.hashring.router.kv.replication.NoAnswerException.Kind;
import dev.hashring.router.kv.replication.Versioned.Value;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.nodes.NodeRequest;
import dev.hashring.router.nodes.Sweeper;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.web.Memory.Reservation;
import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Reads and writes entries of replicas. Calls to the same node go together where they
 * can; large values go alone.
 */
@Component
class EntryCalls implements Entries {

	private static final Map<String, String> PAGE = Map.of(HttpHeaders.CONTENT_TYPE, EntryPage.TYPE);

	/** How long a call waits for others; far longer than one takes while all is well. */
	private static final Duration PATIENCE = Duration.ofMillis(50);

	private final Turns reads = new Turns(128);

	private final Turns writes = new Turns(128);

	private final Batches<Optional<Versioned>> values;

	private final Batches<Optional<Versioned>> heads;

	private final Batches<Boolean> puts;

	private final Batches<Stored> nextPuts;

	private final StoreCalls calls;

	private final Sweeper sweeper;

	EntryCalls(StoreCalls calls, Machine machine) {
		this.calls = calls;
		this.values = new Batches<>(machine, this::value, this::values);
		this.heads = new Batches<>(machine, this::head, this::heads);
		this.puts = new Batches<>(machine, this::put, this::puts);
		this.nextPuts = new Batches<>(machine, this::putNext, this::nextPuts);
		this.sweeper = new Sweeper("waiting-calls", () -> Stream.of(this.values, this.heads, this.puts, this.nextPuts)
			.forEach((batches) -> batches.hurry(PATIENCE)));
	}

	@Override
	public CompletableFuture<Optional<Versioned>> read(Replicas replicas, Member member, Deadline deadline,
			Reservation memory, Executor threads) {
		return this.values.begin(EntryCall.get(replicas, member, deadline, memory), threads);
	}

	private Optional<Versioned> value(EntryCall call) throws NoAnswerException {
		return get("GET", call).entry();
	}

	private List<@Nullable Optional<Versioned>> values(List<EntryCall> calls) throws NoAnswerException {
		return find(calls, "/store/entries", (found) -> {
			Value value = found.deleted() ? null : new Value(found.type(), found.body());
			return found.isWhole() ? Optional.of(Versioned.of(found.version(), value)) : null;
		});
	}

	@Override
	public CompletableFuture<Optional<Versioned>> head(Replicas replicas, Member member, Deadline deadline,
			Executor threads) {
		return this.heads.begin(EntryCall.get(replicas, member, deadline, null), threads);
	}

	private Optional<Versioned> head(EntryCall call) throws NoAnswerException {
		return get("HEAD", call).head();
	}

	private List<@Nullable Optional<Versioned>> heads(List<EntryCall> calls) throws NoAnswerException {
		return find(calls, "/store/heads",
				(found) -> Optional.of(new Versioned(found.version(), found.deleted(), null)));
	}

	private StoreAnswer get(String method, EntryCall call) throws NoAnswerException {
		return ask(this.reads, call,
				new NodeRequest(method, target(call.replicas()), Map.of(), null, true, call.memory()));
	}

	private List<@Nullable Optional<Versioned>> find(List<EntryCall> calls, String target,
			Function<EntryPage.Item, @Nullable Optional<Versioned>> answer) throws NoAnswerException {
		List<String> keys = calls.stream().map((call) -> call.replicas().key()).toList();
		byte[] body = JsonMapper.shared().writeValueAsBytes(new EntryPage.Query(keys.stream().distinct().toList()));
		Map<String, EntryPage.Item> found = new HashMap<>();
		ask(calls, "POST", target, StoreCalls.JSON, body, true).page()
			.entries()
			.forEach((item) -> found.put(item.key(), item));
		List<@Nullable Optional<Versioned>> answers = new ArrayList<>();
		for (String key : keys) {
			EntryPage.Item item = found.get(key);
			answers.add((item != null) ? answer.apply(item) : Optional.empty());
		}
		return answers;
	}

	@Override
	public CompletableFuture<Boolean> write(Replicas replicas, Member member, Versioned entry, boolean repair,
			Deadline deadline, Executor threads) {
		EntryCall call = EntryCall.put(replicas, member, deadline, entry);
		return repair ? Answers.in(threads, () -> put(call, Map.of(StoreHeader.REPAIR, "true")))
				: this.puts.begin(call, threads);
	}

	private boolean put(EntryCall call) throws NoAnswerException {
		return put(call, Map.of());
	}

	private boolean put(EntryCall call, Map<String, String> more) throws NoAnswerException {
		Map<String, String> headers = new LinkedHashMap<>(more);
		headers.put(StoreHeader.VERSION, entry(call).version().toString());
		store(call, headers, true).done();
		return true;
	}

	private List<Boolean> puts(List<EntryCall> calls) throws NoAnswerException {
		ask(calls, "PUT", "/store/batch", PAGE, page(calls), true).done();
		return calls.stream().map((call) -> true).toList();
	}

	@Override
	public CompletableFuture<Stored> writeNext(Replicas replicas, Member member, Value value, long writer,
			Deadline deadline, Executor threads) {
		return this.nextPuts
			.begin(EntryCall.put(replicas, member, deadline, Versioned.of(new Version(1, writer), value)), threads);
	}

	private Stored putNext(EntryCall call) throws NoAnswerException {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put(StoreHeader.WRITER, HexFormat.of().toHexDigits(entry(call).version().writer()));
		return store(call, headers, false).stored();
	}

	private List<Stored> nextPuts(List<EntryCall> calls) throws NoAnswerException {
		List<Stored> stored = ask(calls, "POST", "/store/batch", PAGE, page(calls), false).puts();
		if (stored.size() != calls.size()) {
			throw new NoAnswerException(Kind.SILENT, "did not say what became of each entry");
		}
		return stored;
	}

	/**
	 * Stores an entry.
	 * @param sendAgain whether it may be stored twice
	 */
	private StoreAnswer store(EntryCall call, Map<String, String> headers, boolean sendAgain) throws NoAnswerException {
		Value value = entry(call).value();
		if (value == null) {
			headers.put(StoreHeader.DELETED, "true");
		}
		else if (value.type() != null) {
			headers.put(HttpHeaders.CONTENT_TYPE, value.type());
		}
		byte[] body = (value != null) ? value.body() : new byte[0];
		return ask(this.writes, call, new NodeRequest("PUT", target(call.replicas()), headers, body, sendAgain, null));
	}

	private static Versioned entry(EntryCall call) {
		return Objects.requireNonNull(call.entry());
	}

	private static byte[] page(List<EntryCall> calls) {
		return new EntryPage(calls.stream().map(EntryCall::item).toList()).toBytes();
	}

	@PreDestroy
	void close() {
		this.sweeper.close();
	}

	private static String target(Replicas replicas) {
		return "/store/entries?key=" + URLEncoder.encode(replicas.key(), StandardCharsets.UTF_8);
	}

	private StoreAnswer ask(List<EntryCall> calls, String method, String target, Map<String, String> headers,
			byte[] body, boolean sendAgain) throws NoAnswerException {
		EntryCall first = calls.get(0);
		// A caller with less time stops waiting earlier.
		Deadline latest = calls.stream()
			.map(EntryCall::deadline)
			.max(Comparator.comparing(Deadline::nanosLeft))
			.orElseThrow();
		return this.calls.ask(first.replicas().state(), first.member(),
				new NodeRequest(method, target, headers, body, sendAgain, null), latest);
	}

	private StoreAnswer ask(Turns turns, EntryCall call, NodeRequest request) throws NoAnswerException {
		RingState state = call.replicas().state();
		return turns.make(call.member().url(), call.patience(),
				() -> this.calls.ask(state, call.member(), request, call.deadline()));
	}

}
