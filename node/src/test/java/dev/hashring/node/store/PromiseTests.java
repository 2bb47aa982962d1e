package dev.hashring.node.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.hashring.node.NodeSettings;
import dev.hashring.node.entry.Entries;
import dev.hashring.node.entry.KnownRing;
import dev.hashring.node.entry.TestRing;
import dev.hashring.node.sqlite.Identity;
import dev.hashring.protocol.RingStamp;
import dev.hashring.protocol.StoreStatus;
import dev.hashring.protocol.StoreStatus.State;
import dev.hashring.protocol.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a store promises to a router that has lost its log: to refuse all that goes by an
 * earlier term.
 */
class PromiseTests {

	@TempDir
	private Path folder;

	private Store store;

	@BeforeEach
	void open() {
		this.store = new Store(new NodeSettings("n", this.folder));
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	private TestRing ring(long epoch) {
		return TestRing.at(epoch).with("n", 100, this.store.identity().map(Identity::store).orElseThrow());
	}

	private Basis tell(long term, long epoch) {
		TestRing ring = ring(epoch);
		RingStamp stamp = new RingStamp(term, epoch, ring.stamp().identity());
		Basis basis = basis(stamp);
		this.store.know(KnownRing.read(stamp, ring.json().getBytes(StandardCharsets.UTF_8)), basis);
		return basis;
	}

	private Basis basis(RingStamp stamp) {
		return new Basis(this.store.identity().map(Identity::store).orElseThrow(), stamp);
	}

	private void assertRefused(Basis earlier) {
		assertThatExceptionOfType(StaleException.class).isThrownBy(() -> this.store.entry("a", earlier));
		assertThatExceptionOfType(StaleException.class)
			.isThrownBy(() -> this.store.put(List.of(Entries.tombstone("a", new Version(1, 1))), earlier, false));
		assertThatExceptionOfType(StaleException.class).isThrownBy(() -> this.store.list(earlier, (reader) -> ""));
		assertThatExceptionOfType(StaleException.class).isThrownBy(() -> tell(1, 9));
	}

	@Test
	void whatGoesByAnEarlierTermIsRefusedEvenAfterARestart() {
		Basis earlier = tell(1, 5);
		StoreStatus status = this.store.promise(3);
		assertThat(status.term()).isEqualTo(3);
		assertThat(status.stamp()).as("it still knows that").isEqualTo(earlier.state().toString());
		assertRefused(earlier);
		close();
		open();
		assertThat(this.store.status()).isEqualTo(status);
		assertRefused(earlier);
		Basis next = tell(3, 4);
		assertThat(this.store.entry("a", next)).isEmpty();
	}

	@Test
	void noTermIsPromisedTwice() {
		tell(1, 5);
		assertThatExceptionOfType(StaleException.class).isThrownBy(() -> this.store.promise(1));
		this.store.promise(2);
		assertThatExceptionOfType(StaleException.class).isThrownBy(() -> this.store.promise(2));
		assertThat(this.store.promise(3).term()).isEqualTo(3);
	}

	@Test
	void aStoreThatKnowsNoRingPromises() {
		this.store.promise(2);
		close();
		open();
		assertThat(this.store.status().term()).isEqualTo(2);
		assertThat(this.store.status().stamp()).isNull();
		assertRefused(basis(ring(5).stamp()));
	}

	@Test
	void aFileThatTakesThePlaceOfADamagedOneKeepsThePromise() throws IOException {
		Basis earlier = tell(1, 5);
		this.store.promise(2);
		close();
		Files.writeString(this.folder.resolve("store.db"), "garbage".repeat(1_000));
		open();
		this.store.renew(null);
		assertThat(this.store.status().state()).isEqualTo(State.RECOVERING);
		assertThat(this.store.status().term()).isEqualTo(2);
		assertThatExceptionOfType(StaleException.class)
			.isThrownBy(() -> this.store.compare(earlier, (reader) -> List.of()));
	}

}
