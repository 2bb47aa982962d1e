package dev.hashring.bench;

import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.google.common.hash.Hashing;
import dev.hashring.hash.NamedHash;
import dev.hashring.ring.HashRing;
import net.spy.memcached.DefaultHashAlgorithm;
import net.spy.memcached.KetamaNodeLocator;
import net.spy.memcached.MemcachedNode;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The ring beside its rivals. {@code mvn -q -Pbench -pl common -DskipTests verify} runs it
 * and prints a table.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RingBenchmark {

	private static final int DRAWN = 65_536;

	private static final int KEYS = 1024;

	private static final int POINTS_EACH = 160;

	/** How many members there are, at 160 points each. */
	@Param({ "10", "1000" })
	public int members;

	private final long[] positions = new long[DRAWN];

	private final String[] keys = new String[KEYS];

	private final byte[][] keyBytes = new byte[KEYS][];

	private final TreeMap<Long, String> treeMap = new TreeMap<>();

	private Map<String, Double> weights;

	private HashRing ring;

	private MessageDigest md5;

	private KetamaNodeLocator ketama;

	private int next;

	/** Draws positions and keys of 16 characters beforehand. */
	@Setup
	public void draw() throws NoSuchAlgorithmException {
		this.md5 = MessageDigest.getInstance("MD5");
		SplittableRandom random = new SplittableRandom(20261122);
		for (int i = 0; i < DRAWN; i++) {
			this.positions[i] = random.nextLong(HashRing.MAX_SIZE);
		}
		for (int i = 0; i < KEYS; i++) {
			this.keys[i] = "%016x".formatted(random.nextLong());
			this.keyBytes[i] = this.keys[i].getBytes(StandardCharsets.UTF_8);
		}
		this.weights = IntStream.range(0, this.members).boxed().collect(Collectors.toMap((i) -> "node" + i, (i) -> 1.0));
		this.ring = build();
		this.ring.points().forEach((point) -> this.treeMap.putIfAbsent(point.position(), point.member()));
		List<MemcachedNode> nodes = new ArrayList<>();
		for (int i = 0; i < this.members; i++) {
			nodes.add(node(new InetSocketAddress("10.0." + i / 250 + "." + i % 250, 11211)));
		}
		this.ketama = new KetamaNodeLocator(nodes, DefaultHashAlgorithm.KETAMA_HASH);
	}

	private static MemcachedNode node(InetSocketAddress address) {
		return (MemcachedNode) Proxy.newProxyInstance(RingBenchmark.class.getClassLoader(),
				new Class<?>[] { MemcachedNode.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "getSocketAddress" -> address;
					case "hashCode" -> address.hashCode();
					case "equals" -> proxy == arguments[0];
					default -> null;
				});
	}

	private int next() {
		this.next = (this.next + 1) & (DRAWN - 1);
		return this.next;
	}

	/** This ring, by position. */
	@Benchmark
	public String a1_position_HashRing() {
		return this.ring.owner(this.positions[next()]);
	}

	/** The usual ring: a TreeMap of the same points. */
	@Benchmark
	public String a2_position_TreeMap() {
		long position = this.positions[next()];
		Map.Entry<Long, String> entry = this.treeMap.ceilingEntry(position);
		return ((entry != null) ? entry : this.treeMap.firstEntry()).getValue();
	}

	/** Guava's jump hash of a number, which has no points at all. */
	@Benchmark
	public int a3_position_Guava_jump() {
		return Hashing.consistentHash(this.positions[next()], this.members);
	}

	/** MD5 alone, of 16 bytes, by a digest that is kept. */
	@Benchmark
	public byte[] b1_key_MD5_alone() {
		return this.md5.digest(this.keyBytes[next() % KEYS]);
	}

	/** This ring, by key. */
	@Benchmark
	public String b2_key_HashRing() {
		return this.ring.owner(this.keys[next() % KEYS]);
	}

	/** spymemcached's ring, by key. */
	@Benchmark
	public MemcachedNode b3_key_spymemcached_KetamaNodeLocator() {
		return this.ketama.getPrimary(this.keys[next() % KEYS]);
	}

	/** A new ring of all points. */
	@Benchmark
	public HashRing c1_build_HashRing() {
		return build();
	}

	private HashRing build() {
		return HashRing.virtualNodes(HashRing.MAX_SIZE, NamedHash.MD5, POINTS_EACH, this.weights);
	}

}
