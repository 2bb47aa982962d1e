package dev.hashring.cluster;

import java.io.IOException;

import dev.hashring.cluster.FakeStore.Fault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class RecorderTests {

	private static final long SEED = 20261123;

	@ParameterizedTest
	@EnumSource
	void aStoreThatIsWrongIsFoundOut(Fault fault) throws IOException {
		try (FakeStore store = new FakeStore(fault); Recorder recorder = new Recorder(store.url(), SEED)) {
			recorder.awaitAnswers(1500);
			store.beCalm();
			boolean isRight = recorder.end("store with fault " + fault).isEmpty();
			assertThat(isRight).isEqualTo(fault == Fault.NONE);
		}
	}

}
