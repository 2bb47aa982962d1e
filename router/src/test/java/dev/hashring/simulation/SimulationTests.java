package dev.hashring.simulation;

import java.util.stream.LongStream;
import java.util.stream.Stream;

import dev.hashring.cluster.Soak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random schedules of reads, writes, changes of the ring and faults. {@code -Dsoak} tries
 * a hundred times as many; {@code -Dsimulation.seed=17} runs one alone and tells all that
 * happens in it.
 */
class SimulationTests {

	private static final int BLOCKS = 4;

	static Stream<Seeds> seeds() {
		long all = Soak.ON ? 100_000 : 1_000;
		return LongStream.range(0, BLOCKS).mapToObj((block) -> new Seeds(block * (all / BLOCKS), all / BLOCKS));
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void eachKeyIsOneRegisterAndEachEntryEndsWhereTheRingNamesIt(Seeds seeds) {
		assertThat(seeds.firstFault()).isEmpty();
	}

	@Test
	void aSeedReplaysExactly() {
		Long alone = Long.getLong("simulation.seed");
		long seed = (alone != null) ? alone : 5;
		Simulation.Outcome once = Simulation.run(seed, Flaw.NONE, (alone != null) ? System.out : null);
		assertThat(Simulation.run(seed, Flaw.NONE, null)).isEqualTo(once);
		assertThat(Simulation.run(seed + 6, Flaw.NONE, null).trace()).isNotEqualTo(once.trace());
	}

}
