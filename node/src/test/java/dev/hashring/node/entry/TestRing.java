package dev.hashring.node.entry;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.hashring.hash.NamedHash;
import dev.hashring.protocol.RingStamp;
import org.jspecify.annotations.Nullable;

/**
 * A state of the ring as a router tells it, in fixed placement.
 *
 * @param members in JSON
 */
public record TestRing(long epoch, long size, String hash, int replicas, List<String> members, @Nullable TestRing next,
		List<String> banned) {

	/** A state of 360 positions, with MD5 and one replica, without members. */
	public static TestRing at(long epoch) {
		return new TestRing(epoch, 360, "md5", 1, List.of(), null, List.of());
	}

	public TestRing with(String id, long position, @Nullable String store) {
		String member = "{\"id\":\"%s\",\"weight\":1.0,\"position\":%d,\"url\":\"http://%s\"%s}".formatted(id, position,
				id, (store != null) ? ",\"store\":\"" + store + "\"" : "");
		return new TestRing(this.epoch, this.size, this.hash, this.replicas,
				Stream.concat(this.members.stream(), Stream.of(member)).toList(), this.next, this.banned);
	}

	public TestRing hashing(String other, long positions) {
		return new TestRing(this.epoch, positions, other, this.replicas, this.members, this.next, this.banned);
	}

	public TestRing replicas(int count) {
		return new TestRing(this.epoch, this.size, this.hash, count, this.members, this.next, this.banned);
	}

	/** The same on its way to another. */
	public TestRing becoming(TestRing later) {
		return new TestRing(this.epoch, this.size, this.hash, this.replicas, this.members, later, this.banned);
	}

	public TestRing banning(String store) {
		return new TestRing(this.epoch, this.size, this.hash, this.replicas, this.members, this.next, List.of(store));
	}

	private String fields() {
		return "\"settings\":{\"placement\":\"fixed\",\"size\":%d,\"hash\":\"%s\",\"virtualNodes\":160,\"replicas\":%d},"
			.formatted(this.size, this.hash, this.replicas) + "\"members\":[" + String.join(",", this.members) + "]";
	}

	public String json() {
		String ids = this.banned.stream().map((id) -> "\"" + id + "\"").collect(Collectors.joining(","));
		return "{" + fields() + ((this.next != null) ? ",\"next\":{" + this.next.fields() + "}" : "") + ",\"banned\":["
				+ ids + "]}";
	}

	/** Its stamp, of term 0. */
	public RingStamp stamp() {
		return new RingStamp(0, this.epoch, identity(json()));
	}

	/** The identity of a state. */
	public static String identity(String json) {
		return HexFormat.of().toHexDigits(NamedHash.xxh3(json.getBytes(StandardCharsets.UTF_8)));
	}

	public KnownRing known() {
		return KnownRing.read(stamp(), json().getBytes(StandardCharsets.UTF_8));
	}

	public long position(String key) {
		return known().now().position(key);
	}

}
