package dev.hashring.protocol;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class VersionTests {

	@ParameterizedTest
	@CsvSource({ "1-0000000000000000, 2-0000000000000000", "9-ffffffffffffffff, 10-0000000000000000",
			"3-7fffffffffffffff, 3-8000000000000000", "3-0000000000000001, 3-ffffffffffffffff" })
	void theCounterDecidesAndThenTheWriterAsAnUnsignedNumber(String lower, String higher) {
		assertThat(Version.parse(lower)).isLessThan(Version.parse(higher));
		assertThat(Version.parse(higher)).isGreaterThan(Version.parse(lower));
	}

	@Test
	void aVersionIsReadAsItIsWritten() {
		for (int i = 0; i < 1000; i++) {
			Version version = Version.above(Optional.empty(), Version.newWriter());
			assertThat(Version.parse(version.toString())).isEqualTo(version).isEqualByComparingTo(version);
		}
	}

	@Test
	void aNewVersionIsAboveTheHighestAndUnique() {
		Version highest = Version.parse("41-ffffffffffffffff");
		Set<Version> next = new HashSet<>();
		for (int i = 0; i < 1000; i++) {
			next.add(Version.above(Optional.of(highest), Version.newWriter()));
		}
		assertThat(next).hasSize(1000).allMatch((version) -> version.counter() == 42);
		assertThat(Version.above(Optional.empty(), Version.newWriter()).counter()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1", "0-0000000000000000", "01-0000000000000000", "-1-0000000000000000",
			"1-000000000000000", "1-00000000000000000", "1-000000000000000G", "1-ABCDEF0123456789",
			"9999999999999999999-0000000000000000", " 1-0000000000000000" })
	void anythingElseIsNoVersion(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Version.parse(text)).withMessageContaining("no version");
	}

}
