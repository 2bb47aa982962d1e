package dev.hashring.node.store;

import dev.hashring.node.store.Fence.Verdict;
import dev.hashring.protocol.RingStamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FenceTests {

	private static RingStamp stamp(String text) {
		return RingStamp.parse(text + "." + "0".repeat(15) + text.charAt(0));
	}

	@ParameterizedTest
	@CsvSource({ "1.5, SERVE, SERVE", "1.4, STALE, STALE", "0.9, STALE, STALE", "1.6, SERVE, SEND_STATE",
			"2.1, SERVE, SEND_STATE" })
	void termAndEpochDecide(String asked, Verdict read, Verdict other) {
		Fence fence = new Fence(stamp("1.5"), 0);
		assertThat(fence.check(stamp(asked), true)).isEqualTo(read);
		assertThat(fence.check(stamp(asked), false)).isEqualTo(other);
	}

	@Test
	void noCallByATermBelowThePromisedOneIsServed() {
		Fence fence = new Fence(stamp("1.5"), 3);
		assertThat(fence.check(stamp("1.5"), true)).isEqualTo(Verdict.STALE);
		assertThat(fence.check(stamp("2.6"), true)).isEqualTo(Verdict.STALE);
		assertThat(fence.check(stamp("3.6"), true)).isEqualTo(Verdict.SERVE);
		assertThat(fence.check(stamp("3.6"), false)).isEqualTo(Verdict.SEND_STATE);
	}

	@Test
	void ofTheSameEpochThereIsOneStateAlone() {
		Fence fence = new Fence(RingStamp.parse("1.5.00000000000000aa"), 0);
		RingStamp fork = RingStamp.parse("1.5.00000000000000bb");
		assertThat(fence.check(fork, true)).isEqualTo(Verdict.STALE);
		assertThat(fence.check(fork, false)).isEqualTo(Verdict.STALE);
	}

	@Test
	void withoutAStateThereAreReadsAlone() {
		assertThat(Fence.NONE.check(stamp("0.0"), true)).isEqualTo(Verdict.SERVE);
		assertThat(Fence.NONE.check(stamp("0.0"), false)).isEqualTo(Verdict.SEND_STATE);
	}

}
