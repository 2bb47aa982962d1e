package dev.hashring.router.kv.replication;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.hashring.protocol.StoreHeader;
import dev.hashring.router.access.RingToken;
import dev.hashring.router.health.Health;
import dev.hashring.router.kv.replication.NoAnswerException.Kind;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.nodes.NodeAnswer;
import dev.hashring.router.nodes.NodeClient;
import dev.hashring.router.nodes.NodeFailedException;
import dev.hashring.router.nodes.NodeRequest;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Makes calls to stores over HTTP: each shows the token, and says which store is meant
 * and by which state of the ring.
 */
@Component
class StoreCalls {

	static final Map<String, String> JSON = Map.of(HttpHeaders.CONTENT_TYPE, "application/json");

	private final NodeClient nodes;

	private final ToldStates states;

	private final RingToken token;

	private final Health health;

	StoreCalls(NodeClient nodes, ToldStates states, RingToken token, Health health) {
		this.nodes = nodes;
		this.states = states;
		this.token = token;
		this.health = health;
	}

	static NodeRequest post(String target, Map<String, String> headers, byte[] body) {
		return new NodeRequest("POST", target, headers, body, true, null);
	}

	/** What stores have to know of a state. */
	byte[] json(RingState state) {
		return this.states.of(state).json();
	}

	/**
	 * Makes a call. A store that does not know the state yet is told about it, then asked
	 * again.
	 */
	StoreAnswer ask(RingState state, Member member, NodeRequest request, Deadline deadline) throws NoAnswerException {
		StoreAnswer answer = send(state, member, request, deadline);
		if (answer.lacksState()) {
			tell(state, member, deadline);
			answer = send(state, member, request, deadline);
		}
		return answer.served();
	}

	void tell(RingState state, Member member, Deadline deadline) throws NoAnswerException {
		send(state, member, new NodeRequest("PUT", "/store/ring", JSON, json(state), true, null), deadline).served()
			.done();
	}

	private StoreAnswer send(RingState state, Member member, NodeRequest request, Deadline deadline)
			throws NoAnswerException {
		if (member.store() == null) {
			throw new NoAnswerException(Kind.UNREACHABLE, "has no store that the ring knows");
		}
		return send(state, member, member.store(), request, deadline);
	}

	/** Makes a call to whatever store the member has, by no state. */
	StoreAnswer sendToAny(RingState state, Member member, NodeRequest request, Deadline deadline)
			throws NoAnswerException {
		return send(state, member, null, request, deadline);
	}

	private StoreAnswer send(RingState state, Member member, @Nullable String store, NodeRequest request,
			Deadline deadline) throws NoAnswerException {
		String node = StoreHeader.id(member.id());
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
