package dev.hashring.page;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * The measure itself, on paths that can be read off the page.
 */
class DrawingTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "M0,-2 A2,2,0,0,1,2,0 L1,0 A1,1,0,0,0,0,-1 Z | 0.25",
					"M0 -2A2 2 0 1 1 -2 0L-1 0A1 1 0 1 0 0 -1Z | 0.75", "M0,-2A2,2,0,0,1,0,2A2,2,0,0,1,0,-2 | 1",
					"M0,-2A2,2,0,0,1,2,0M0,2A2,2,0,0,1,-2,0 | 0.5" })
	void theOutermostArcsAddUp(String d, double share) {
		assertThat(Drawing.share(d)).isCloseTo(share, within(1e-9));
	}

	@Test
	void anArcAroundAnotherCentreIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Drawing.share("M0,-2A1,1,0,0,1,2,0"));
	}

}
