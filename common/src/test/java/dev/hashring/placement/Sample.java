package dev.hashring.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;

/**
 * Members, keys and a hash, all of them the same for the same seed.
 */
record Sample(long seed, List<String> members, List<String> keys, ToLongFunction<byte[]> hash) {

	static Sample of(long seed, int members, int keys) {
		Random random = new Random(seed);
		HashFunction murmur = Hashing.murmur3_128((int) seed);
		return new Sample(seed, IntStream.range(0, members).mapToObj("member%04d"::formatted).toList(),
				Stream.generate(() -> Long.toHexString(random.nextLong())).limit(keys).toList(),
				(bytes) -> murmur.hashBytes(bytes).asLong());
	}

	double mean() {
		return (double) this.keys.size() / this.members.size();
	}

	Collection<Long> loads(KeyPlacement placement) {
		return loadsById(placement).values();
	}

	Map<String, Long> loadsById(KeyPlacement placement) {
		Map<String, Long> loads = this.members.stream().collect(Collectors.toMap(Function.identity(), (id) -> 0L));
		placement.place(this.keys).forEach((owner) -> loads.merge(owner, 1L, Long::sum));
		return loads;
	}

	List<String> membersWithout(String gone) {
		return this.members.stream().filter((member) -> !member.equals(gone)).toList();
	}

	List<String> membersAnd(String joined) {
		return Stream.concat(this.members.stream(), Stream.of(joined)).toList();
	}

	/**
	 * The keys that one placement gives to another member than the other does.
	 */
	List<Move> moves(KeyPlacement before, KeyPlacement after) {
		List<String> from = before.place(this.keys);
		List<String> to = after.place(this.keys);
		List<Move> moves = new ArrayList<>();
		for (int i = 0; i < this.keys.size(); i++) {
			if (!from.get(i).equals(to.get(i))) {
				moves.add(new Move(this.keys.get(i), from.get(i), to.get(i)));
			}
		}
		return moves;
	}

	@Override
	public String toString() {
		return "seed " + this.seed;
	}

	record Move(String key, String from, String to) {

	}

}
