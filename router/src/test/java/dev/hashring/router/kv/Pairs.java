package dev.hashring.router.kv;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import dev.hashring.router.kv.replication.Entries;
import dev.hashring.router.kv.replication.Machine;
import dev.hashring.router.kv.replication.Replication;
import dev.hashring.router.kv.replication.Versioned;
import dev.hashring.router.kv.replication.Versioned.Value;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.web.Memory;
import dev.hashring.web.Memory.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes pairs as the controller does, without HTTP.
 */
public final class Pairs {

	private final Register register;

	private final Memory memory;

	public Pairs(Replication replication, Entries entries, Memory memory, Machine machine) {
		this.register = new Register(replication.registerFencing(), replication.holdings(), entries,
				replication.polls(), replication.repairs(), machine);
		this.memory = memory;
	}

	/** The value of a key, if it has one. */
	public Optional<String> read(String key, Deadline deadline) {
		try (Reservation reservation = this.memory.reserve()) {
			return this.register.read(key, deadline, reservation)
				.entry()
				.map(Versioned::value)
				.map((value) -> new String(value.body(), StandardCharsets.UTF_8));
		}
	}

	/** Puts a value; null: deletes what is there. */
	public void write(String key, @Nullable String value, Deadline deadline) {
		this.register.write(key, (value != null) ? new Value(null, value.getBytes(StandardCharsets.UTF_8)) : null,
				deadline);
	}

}
