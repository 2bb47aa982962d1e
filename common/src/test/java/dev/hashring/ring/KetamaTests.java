package dev.hashring.ring;

import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.hashring.hash.KetamaHash;
import net.spy.memcached.DefaultHashAlgorithm;
import net.spy.memcached.KetamaNodeLocator;
import net.spy.memcached.MemcachedNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Key by key against a client of memcached.
 */
class KetamaTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 10, 40 })
	void keysGoWhereAClientOfMemcachedSendsThem(int members) {
		List<String> ids = IntStream.range(0, members).mapToObj((i) -> "10.0.0." + i + ":11211").toList();
		HashRing ring = HashRing.ketama(KetamaHash.INSTANCE, 160, ids);
		KetamaNodeLocator client = new KetamaNodeLocator(ids.stream().map(KetamaTests::node).toList(),
				DefaultHashAlgorithm.KETAMA_HASH);
		Random random = new Random(members);
		List<String> keys = Stream.generate(() -> Long.toString(random.nextLong(), 36)).limit(20_000).toList();
		assertThat(keys).allSatisfy((key) -> assertThat(ring.owner(key)).as("%d members, key %s", members, key)
			.isEqualTo(client.getPrimary(key).getSocketAddress().toString().substring(1)));
	}

	/**
	 * From KetamaNodeLocatorTest of spymemcached: servers, a key, and its server's
	 * number.
	 */
	@ParameterizedTest
	@CsvSource({ "127.0.0.1:1000, 0, 5, 36, 2", "127.0.0.1:1000, 0, 5, 10037, 3", "127.0.0.1:1000, 0, 5, 22051, 1",
			"127.0.0.1:1000, 0, 5, 49044, 4", "127.0.0.1:1000, 0, 5, dustin, 0", "127.0.0.1:1000, 0, 5, noelani, 2",
			"127.0.0.1:1000, 0, 5, some other key, 4", "127.0.0.1:1000, 0, 4, some other key, 0",
			"127.0.0.1:1000, 0, 4, V5XS8C8N, 3", "127.0.0.1:1000, 0, 4, 8KR2DKR2, 3",
			"127.0.0.1:1000, 0, 4, L9KH6X4X, 3", "10.0.1., 1, 8, 0, 1", "10.0.1., 1, 8, 233, 7",
			"10.0.1., 1, 8, 466, 3", "10.0.1., 1, 8, 932, 6", "10.0.1., 1, 8, 1165, 2", "10.0.1., 1, 8, 1864, 5",
			"10.0.1., 1, 8, 3728, 8", "10.0.1., 1, 8, 3961, 4", "10.0.1., 1, 8, 126985, 7" })
	void keysGoWhereSpymemcachedsOwnTestsExpectThem(String start, int first, int servers, String key, int server) {
		String end = start.startsWith("127") ? "" : ":11211";
		List<String> ids = IntStream.range(first, first + servers).mapToObj((i) -> start + i + end).toList();
		assertThat(HashRing.ketama(KetamaHash.INSTANCE, 160, ids).owner(key)).isEqualTo(start + server + end);
	}

	/**
	 * From tests/ketama_test_cases.h of libmemcached, whose servers there have weights.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = ' ', quoteCharacter = '§',
			value = { "SVa_]_V41) 443691461", "UUTC`-V159 3716288206", "1*RTMC7,03 1602398012", "C89I.-V?cT 1604239957",
					"ERR:EC58G> 2148406511", "N-)88>[O`, 50404102", "8*6a;Sc*X+ 4223431086" })
	void keysLieWhereLibmemcachedsOwnTestsExpectThem(String key, long position) {
		assertThat(HashRing.ketama(KetamaHash.INSTANCE, 160, List.of("a")).position(key)).isEqualTo(position);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -4, 1, 158 })
	void thereIsAMultipleOfFourPoints(int points) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> HashRing.ketama(KetamaHash.INSTANCE, points, List.of("a:1")))
			.withMessage("A member of a ketama ring has a positive multiple of 4 points, not %d.", points);
	}

	/** A node that knows its address, which is all that the locator asks for. */
	private static MemcachedNode node(String id) {
		String[] parts = id.split(":");
		InetSocketAddress address = new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
		return (MemcachedNode) Proxy.newProxyInstance(KetamaTests.class.getClassLoader(),
				new Class<?>[] { MemcachedNode.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "getSocketAddress" -> address;
					case "hashCode" -> id.hashCode();
					case "equals" -> proxy == arguments[0];
					default -> null;
				});
	}

}
