package dev.hashring.router.api;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;

import dev.hashring.protocol.JoinRequest;
import dev.hashring.router.health.Leases;
import dev.hashring.router.kv.replication.CatchUp;
import dev.hashring.router.kv.replication.NoAnswerException;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.log.LiveRing.Transition;
import dev.hashring.router.log.SettingsJson;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.MemberChange;
import dev.hashring.router.ring.RingSettings;
import dev.hashring.router.ring.RingState;
import dev.hashring.web.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.ResponseEntity.BodyBuilder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Changes the ring. The {@code ETag} of an answer is the epoch after the change; a
 * request may say in {@code If-Match} which epoch it is meant for.
 */
@RestController
@RequestMapping("/ring")
class ChangeController {

	private static final int MAX_LEASE_SECONDS = 3600;

	private final LiveRing ring;

	private final Leases leases;

	private final CatchUp catchUp;

	ChangeController(LiveRing ring, Leases leases, CatchUp catchUp) {
		this.ring = ring;
		this.leases = leases;
		this.catchUp = catchUp;
	}

	/** A member after it joined or changed. */
	record MemberAnswer(String id, URI url, double weight, @Nullable Long position, long epoch) {
	}

	@PutMapping("/members/{id}")
	@Operation(summary = "A member joins, changes, or renews its lease")
	ResponseEntity<MemberAnswer> join(@PathVariable String id, @RequestBody JoinRequest request,
			@RequestHeader(name = JoinRequest.INSTANCE, defaultValue = "") String instance,
			@RequestHeader(name = HttpHeaders.IF_MATCH, defaultValue = "*") String ifMatch) {
		Integer lease = request.leaseSeconds();
		if (lease != null && (lease < 1 || lease > MAX_LEASE_SECONDS)) {
			throw new Refusal(HttpStatus.BAD_REQUEST, "A lease is from 1 to %s seconds, not %s.", MAX_LEASE_SECONDS,
					lease);
		}
		MemberChange change = new MemberChange(id, request.url(), request.weight(), request.position());
		String store = (request.url() != null) ? storeOf(id, request.url()) : null;
		Transition made;
		if (lease != null) {
			made = changeAsKnown("joined by itself", ifMatch, (state) -> renewed(state, change, instance, store));
			this.leases.renew(id, Duration.ofSeconds(lease));
		}
		else {
			made = change("was put by hand", ifMatch, (state) -> state.join(change.applyTo(state, null).in(store)));
		}
		RingState after = made.after();
		Member member = Objects
			.requireNonNull((after.later().members().containsKey(id) ? after.later() : after.now()).members().get(id));
		HttpStatus status = made.before().members().containsKey(id) ? HttpStatus.OK : HttpStatus.CREATED;
		boolean isJoining = after.isJoint() && !after.members().containsKey(id);
		return answer(status, made, isJoining)
			.body(new MemberAnswer(id, member.url(), member.weight(), member.position(), after.epoch()));
	}

	private @Nullable String storeOf(String id, URI url) {
		try {
			return this.catchUp.storeOf(id, url);
		}
		catch (NoAnswerException ex) {
			throw new Refusal(HttpStatus.CONFLICT, "Member %s can't join at %s, since what is there %s.", id, url,
					ex.why());
		}
	}

	/** Weight and position may have been set by hand since this process joined. */
	private static RingState renewed(RingState state, MemberChange change, String instance, @Nullable String store) {
		String id = String.valueOf(change.id());
		Member now = state.everyone().get(id);
		boolean isKnown = now != null && instance.equals(now.instance());
		MemberChange wanted = isKnown ? new MemberChange(id, change.url(), null, null) : change;
		RingState next = state.join(wanted.applyTo(state, null).leasedTo(instance).in(store));
		if (!Objects.requireNonNull(next.everyone().get(id)).hasLease()) {
			throw new Refusal(HttpStatus.CONFLICT,
					"Member %s is in the ring without a lease, so no other process can join under its id.", id);
		}
		return next;
	}

	@DeleteMapping("/members/{id}")
	@Operation(summary = "A member leaves, or is taken out")
	ResponseEntity<Void> leave(@PathVariable String id, @RequestParam(defaultValue = "false") boolean abandon,
			@RequestHeader(name = JoinRequest.INSTANCE, required = false) @Nullable String instance,
			@RequestHeader(name = HttpHeaders.IF_MATCH, defaultValue = "*") String ifMatch) {
		Transition made = change(
				abandon ? "was given up by hand" : (instance != null) ? "left by itself" : "was taken out by hand",
				ifMatch, (state) -> {
					Member member = state.everyone().get(id);
					if (member != null && instance != null && !instance.equals(member.instance())) {
						throw new Refusal(HttpStatus.CONFLICT,
								"Member %s stays, since this process did not put it into the ring.", id);
					}
					return abandon ? state.abandon(id) : state.leave(id);
				});
		boolean isLeaving = made.after().isJoint() && !made.after().later().members().containsKey(id);
		return answer(HttpStatus.NO_CONTENT, made, isLeaving).build();
	}

	@PatchMapping("/settings")
	@Operation(summary = "Changes settings of the ring; those that are not named stay")
	ResponseEntity<RingSettings> change(@RequestBody ObjectNode change,
			@RequestHeader(name = HttpHeaders.IF_MATCH, defaultValue = "*") String ifMatch) {
		Transition made = change("changed", ifMatch,
				(state) -> state.with(SettingsJson.merge(state.settings(), change)));
		return answer(HttpStatus.OK, made, false).body(made.after().later().settings());
	}

	private Transition change(String reason, String ifMatch, UnaryOperator<RingState> step) {
		this.ring.catchUp();
		return changeAsKnown(reason, ifMatch, step);
	}

	/** By a state that may not be the newest, which is found out if it differs. */
	private Transition changeAsKnown(String reason, String ifMatch, UnaryOperator<RingState> step) {
		return this.ring.change(reason, (state) -> {
			boolean matches = Arrays.stream(ifMatch.split(","))
				.map(String::strip)
				.anyMatch((tag) -> tag.equals("*") || tag.replace("\"", "").equals(String.valueOf(state.epoch())));
			if (!matches) {
				throw new Refusal(HttpStatus.PRECONDITION_FAILED,
						"The ring has moved on: it is at epoch %s, not at %s.", state.epoch(), ifMatch);
			}
			return step.apply(state);
		});
	}

	/** A change that has to move entries is accepted, and made once they have moved. */
	private static BodyBuilder answer(HttpStatus done, Transition made, boolean isUnderWay) {
		boolean hasBegun = made.after().isJoint() && !made.before().isJoint();
		BodyBuilder answer = (hasBegun || isUnderWay)
				? ResponseEntity.status(HttpStatus.ACCEPTED).location(URI.create("/ring/rebalance"))
				: ResponseEntity.status(done);
		return answer.eTag(tag(made.after()));
	}

	private static String tag(RingState state) {
		return "\"" + state.epoch() + "\"";
	}

}
