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
