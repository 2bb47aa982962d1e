package dev.hashring.hash;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;

import dev.hashring.ring.HashRing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class Md5Tests {

	private final Md5 md5 = new Md5();

	@Test
	void digestsAreThoseOfTheRfc() {
		byte[] digest = this.md5.digest("message digest".getBytes(StandardCharsets.US_ASCII));
		assertThat(HexFormat.of().formatHex(digest)).isEqualTo("f96b697d7cb7938d525a2f31aaf161d0");
	}

	@ParameterizedTest
	@CsvFileSource(resources = "/vectors.csv", numLinesToSkip = 1)
	void keysLieWhereTheOriginalPutsThem(String key, long position, String member) {
		HashRing ring = HashRing.fixed(360, this.md5, Map.of("node1", 100L, "node2", 200L, "node3", 300L));
		assertThat(ring.position(key)).isEqualTo(position);
		assertThat(ring.owner(key)).isEqualTo(member);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 7, 360, 65537, HashRing.MAX_SIZE - 1, HashRing.MAX_SIZE })
	void positionsAreTheDigestModuloTheSize(long size) {
		Random random = new Random(size);
		for (int i = 0; i < 1000; i++) {
			byte[] key = new byte[random.nextInt(40)];
			random.nextBytes(key);
			BigInteger expected = new BigInteger(1, this.md5.digest(key)).mod(BigInteger.valueOf(size));
			assertThat(this.md5.position(key, size)).isEqualTo(expected.longValueExact());
		}
	}

}
