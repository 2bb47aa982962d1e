package dev.hashring.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import dev.hashring.cluster.FakeStore.Fault;
import dev.hashring.history.Linearizability;
import dev.hashring.history.Operation;
import dev.hashring.history.Violation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RecorderTests {

	private static final long SEED = 20261123;

	@ParameterizedTest
	@EnumSource
	void aStoreThatIsWrongIsFoundOut(Fault fault) throws IOException {
		try (FakeStore store = new FakeStore(fault); Recorder recorder = new Recorder(store.url(), SEED)) {
			await().atMost(Duration.ofSeconds(30)).until(() -> recorder.answered() > 1500);
			store.beCalm();
			List<Operation> history = recorder.end();
			Recorder.print("store with fault " + fault, history);
			List<Violation> violations = Linearizability.violations(history);
			if (fault == Fault.NONE) {
				assertThat(violations).isEmpty();
			}
			else {
				assertThat(violations).isNotEmpty();
			}
		}
	}

}
