package dev.hashring.router.api.lab;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.hashring.hash.NamedHash;
import dev.hashring.placement.Measurement;
import dev.hashring.router.log.LiveRing;
import dev.hashring.protocol.RingShape;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.api.OneAtATime;
import dev.hashring.web.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Compares placements on the same keys and the same event.
 */
@RestController
class LabController {

	private static final int MAX_KEYS = 100_000;

	private static final long MAX_WORK = 2_000_000;

	private final LiveRing ring;

	private final OneAtATime turns;

	LabController(LiveRing ring, OneAtATime turns) {
		this.ring = ring;
		this.turns = turns;
	}

	/** What was compared, and how each placement fared. */
	record Answer(Collection<String> members, int keys, String event, List<Result> placements) {
	}

	/** What was measured of one placement. */
	record Result(String placement, @JsonUnwrapped Measurement measured) {
	}

	@GetMapping("/lab/compare")
	@Operation(summary = "Placements side by side on the same keys: how even they are, and what an event moves")
	Answer compare(@RequestParam @Nullable String members, @RequestParam(defaultValue = "10000") String keys,
			@RequestParam(defaultValue = "join") String event, @RequestParam @Nullable String points,
			@RequestParam @Nullable String hash) {
		RingState state = this.ring.state();
		Collection<String> before = members(members, state);
		List<String> keyList = keys(keys);
		require((long) before.size() * keyList.size() <= MAX_WORK, "Members times keys are at most %s, not %s.",
				MAX_WORK, (long) before.size() * keyList.size());
		int pointsEach = (points != null) ? count(points, "points per member", RingShape.MAX_POINTS)
				: state.settings().shape().virtualNodes();
		NamedHash pointHash = (hash != null) ? hash(hash) : state.settings().shape().hash();
		require((long) before.size() * pointsEach <= RingShape.MAX_POINTS,
				"These members would have more than %s points.", RingShape.MAX_POINTS);
		Collection<String> after = after(before, event);
		List<Result> placements = this.turns.compute(() -> Contestant.all(state, before, pointsEach, pointHash)
			.stream()
			.map((contestant) -> new Result(contestant.name(),
					Measurement.of(contestant.maker().of(before), contestant.maker().of(after), keyList)))
			.toList());
		return new Answer(before, keyList.size(), event, placements);
	}

	private static Collection<String> members(@Nullable String members, RingState state) {
		if (members == null) {
			state.requireMembers();
			return state.members().keySet();
		}
		if (isCount(members)) {
			int count = count(members, "members", RingShape.MAX_MEMBERS);
			return IntStream.rangeClosed(1, count)
				.mapToObj((i) -> name(i, count))
				.collect(Collectors.toCollection(TreeSet::new));
		}
		Collection<String> ids = new TreeSet<>(List.of(members.split(",")));
		require(!ids.isEmpty() && ids.size() <= RingShape.MAX_MEMBERS, "There are from 1 to %s members, not %s.",
				RingShape.MAX_MEMBERS, ids.size());
		return ids;
	}

	/**
	 * The name of one of that many members. Leading zeros make the next one sort last.
	 */
	private static String name(int number, int count) {
		String digits = String.valueOf(number);
		return "node" + "0".repeat(String.valueOf(count + 1).length() - digits.length()) + digits;
	}

	private static List<String> keys(String keys) {
		if (!isCount(keys)) {
			List<String> list = List.of(keys.split(","));
			require(!list.isEmpty() && list.size() <= MAX_KEYS, "There are from 1 to %s keys, not %s.", MAX_KEYS,
					list.size());
			return list;
		}
		return Measurement.keys(count(keys, "keys", MAX_KEYS));
	}

	private static NamedHash hash(String name) {
		return Stream.of(NamedHash.values())
			.filter((hash) -> hash.name().equalsIgnoreCase(name))
			.findFirst()
			.orElseThrow(() -> new Refusal(HttpStatus.BAD_REQUEST, "There is no hash %s.", name));
	}

	private static boolean isCount(String text) {
		return text.matches("-?\\d+");
	}

	private static int count(String text, String what, int most) {
		require(text.length() < 10 && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= most,
				"There are from 1 to %s %s, not %s.", most, what, text);
		return Integer.parseInt(text);
	}

	private static Collection<String> after(Collection<String> before, String event) {
		Collection<String> after = new TreeSet<>(before);
		if (event.equals("join")) {
			after.add(IntStream.iterate(before.size() + 1, (i) -> i + 1)
				.mapToObj((i) -> name(i, before.size()))
				.filter((id) -> !before.contains(id))
				.findFirst()
				.orElseThrow());
			return after;
		}
		require(event.startsWith("leave:"), "An event is join or leave:{id}, not %s.", event);
		String id = event.substring("leave:".length());
		require(after.remove(id), "There is no member %s that could leave.", id);
		require(!after.isEmpty(), "Member %s is the last one and can't leave.", id);
		return after;
	}

	private static void require(boolean satisfied, String sentence, Object... values) {
		if (!satisfied) {
			throw new Refusal(HttpStatus.BAD_REQUEST, sentence, values);
		}
	}

}
