package dev.hashring.router.kv.replication;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.hashring.protocol.EntryLimits;
import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.KeyPage;
import dev.hashring.protocol.Moving;
import dev.hashring.protocol.PositionRange;
import dev.hashring.protocol.StoreStatus;
import dev.hashring.router.nodes.Deadline;
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

	private final StoreCalls calls;

	HttpStores(StoreCalls calls) {
		this.calls = calls;
	}

	@Override
	public KeyPage keys(RingState state, Member member, String prefix, String after, int limit, Deadline deadline)
			throws NoAnswerException {
		String target = "/store/keys?prefix=" + encoded(prefix) + "&after=" + encoded(after) + "&limit=" + limit;
		return this.calls.ask(state, member, NodeRequest.get(target, true), deadline).read(KeyPage.class);
	}

	@Override
	public List<String> digests(RingState state, Member member, List<PositionRange> ranges, Deadline deadline)
			throws NoAnswerException {
		byte[] body = JsonMapper.shared().writeValueAsBytes(new PositionRange.Query(ranges));
		return this.calls.ask(state, member, StoreCalls.post("/store/digests", StoreCalls.JSON, body), deadline)
			.read(PositionRange.Digests.class)
			.digests();
	}

	@Override
	public PositionRange.Page range(RingState state, Member member, PositionRange range,
			PositionRange.@Nullable Item after, Deadline deadline) throws NoAnswerException {
		String target = "/store/range?from=" + range.from() + "&to=" + range.to() + "&limit=" + EntryLimits.PAGE;
		if (after != null) {
			target += "&afterPosition=" + after.position() + "&afterKey=" + encoded(after.key());
		}
		return this.calls.ask(state, member, NodeRequest.get(target, true), deadline).read(PositionRange.Page.class);
	}

	@Override
	public void tell(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		this.calls.tell(state, member, deadline);
	}

	@Override
	public StoreStatus promise(RingState state, Member member, long term, Deadline deadline) throws NoAnswerException {
		NodeRequest request = new NodeRequest("POST", "/store/promise?term=" + term, Map.of(), new byte[0], false,
				null);
		return this.calls.sendToAny(state, member, request, deadline).read(StoreStatus.class);
	}

	@Override
	public void clean(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		this.calls.ask(state, member, StoreCalls.post("/store/clean", Map.of(), new byte[0]), deadline).done();
	}

	@Override
	public Optional<Known> known(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		return this.calls.sendToAny(state, member, NodeRequest.get("/store/ring", true), deadline).known();
	}

	@Override
	public EntryPage fetch(RingState state, Member member, List<String> keys, Deadline deadline, Reservation memory)
			throws NoAnswerException {
		byte[] body = JsonMapper.shared().writeValueAsBytes(new EntryPage.Query(keys));
		NodeRequest request = new NodeRequest("POST", "/store/page", StoreCalls.JSON, body, true, memory);
		return this.calls.ask(state, member, request, deadline).page();
	}

	@Override
	public void bring(RingState state, Member member, EntryPage page, Deadline deadline) throws NoAnswerException {
		NodeRequest request = new NodeRequest("PUT", "/store/page", Map.of(HttpHeaders.CONTENT_TYPE, EntryPage.TYPE),
				page.toBytes(), true, null);
		this.calls.ask(state, member, request, deadline).done();
	}

	@Override
	public Moving moving(RingState state, Member member, RingState next, Deadline deadline) throws NoAnswerException {
		return this.calls
			.ask(state, member, StoreCalls.post("/store/moving", StoreCalls.JSON, this.calls.json(next)), deadline)
			.read(Moving.class);
	}

	@Override
	public StoreStatus status(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		return this.calls.sendToAny(state, member, NodeRequest.get("/store", true), deadline).read(StoreStatus.class);
	}

	@Override
	public void renew(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		this.calls.ask(state, member, StoreCalls.post("/store/renew", Map.of(), new byte[0]), deadline).done();
	}

	@Override
	public void recovered(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		this.calls.ask(state, member, StoreCalls.post("/store/recovered", Map.of(), new byte[0]), deadline).done();
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
