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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NamedHashTests {

	/** The values that others publish for these functions. */
	@ParameterizedTest
	@CsvSource({ "MD5, '', d41d8cd98f00b204e9800998ecf8427e", "MD5, message digest, f96b697d7cb7938d525a2f31aaf161d0",
			"MURMUR3, hello, 029bbd41b3a7d8cb191dae486a901e5b",
			"MURMUR3, The quick brown fox jumps over the lazy dog, 6c1b07bc7bbc4be347939ac4a93c437a",
			"XXH3, '', 2d06800538d394c2", "XXH3, abc, 78af5f94892f3950", "FNV1A, '', 811c9dc5", "FNV1A, a, e40c292c",
			"FNV1A, foobar, bf9cf968" })
	void digestsAreThoseOfTheReference(NamedHash hash, String text, String digest) {
		assertThat(HexFormat.of().formatHex(hash.digest(text.getBytes(StandardCharsets.US_ASCII)))).isEqualTo(digest);
	}

	@ParameterizedTest
	@CsvFileSource(resources = "/vectors.csv", numLinesToSkip = 1)
	void keysLieWhereTheOriginalPutsThem(String key, long position, String member) {
		HashRing ring = HashRing.fixed(360, NamedHash.MD5, Map.of("node1", 100L, "node2", 200L, "node3", 300L));
		assertThat(ring.position(key)).isEqualTo(position);
		assertThat(ring.owner(key)).isEqualTo(member);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 7, 360, 65537, (1L << 31) + 11, HashRing.MAX_SIZE - 1, HashRing.MAX_SIZE })
	void aPositionIsTheDigestModuloTheSize(long size) {
		Random random = new Random(size);
		for (int i = 0; i < 1000; i++) {
			byte[] digest = new byte[1 + random.nextInt(20)];
			random.nextBytes(digest);
			BigInteger expected = new BigInteger(1, digest).mod(BigInteger.valueOf(size));
			assertThat(NamedHash.MD5.position(digest, size)).as("size %d, digest %d", size, i)
				.isEqualTo(expected.longValueExact());
		}
	}

	@Test
	void theWeakFunctionLeavesNeighboursNearEachOther() {
		HashRing ring = HashRing.fixed(HashRing.MAX_SIZE, NamedHash.FNV1A, Map.of("node1", 0L));
		long distance = Math.abs(ring.position("user1") - ring.position("user3"));
		assertThat(distance).isLessThan(HashRing.MAX_SIZE / 50);
	}

}
