package dev.hashring.node.store;

import dev.hashring.node.store.Room.Taken;
import dev.hashring.web.Refusal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RoomTests {

	private final Room room = new Room();

	@Test
	void whoFindsNoRoomIsRefusedAndWhatIsGivenBackIsThereAgain() {
		try (Taken most = this.room.take(Room.BYTES)) {
			assertThatExceptionOfType(Refusal.class).isThrownBy(() -> this.room.take(1))
				.satisfies((refusal) -> assertThat(refusal.getStatusCode().value()).isEqualTo(503));
			most.shrinkTo(10);
			this.room.take(Room.BYTES - 10).close();
		}
		this.room.take(Room.BYTES).close();
	}

}
