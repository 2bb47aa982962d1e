package dev.hashring.simulation;

import java.time.Duration;
import java.util.function.Consumer;

import dev.hashring.simulation.Call.Answer;
import dev.hashring.simulation.Call.Outcome;

/**
 * A node: a name at which a store answers, unless it is down or paused.
 */
final class SimulatedNode {

	private final String id;

	private final World world;

	private final Flaw flaw;

	private SimulatedStore store;

	private boolean isUp = true;

	private long pausedUntil;

	private int processes;

	private int stores;

	SimulatedNode(String id, World world, Flaw flaw) {
		this.id = id;
		this.world = world;
		this.flaw = flaw;
		this.store = new SimulatedStore(id + this.stores, this, world, flaw);
	}

	String id() {
		return this.id;
	}

	SimulatedStore store() {
		return this.store;
	}

	boolean isUp() {
		return this.isUp;
	}

	/** A message arrives. */
	<T> void receive(Call<T> call, Consumer<Answer<T>> reply) {
		if (!this.isUp) {
			reply.accept(Answer.of(Outcome.UNREACHABLE));
		}
		else if (this.pausedUntil > this.world.now()) {
			later(Duration.ofNanos(this.pausedUntil - this.world.now()), () -> receive(call, reply));
		}
		else {
			this.store.serve(call, (answer) -> {
				this.world.note(
						this.id + " " + call.name() + " " + call.stamp() + ": " + answer.outcome() + " " + this.store);
				reply.accept(answer);
			});
		}
	}

	/** Has this process do something after some time, if it still lives then. */
	void later(Duration delay, Runnable work) {
		int process = this.processes;
		this.world.after(delay, () -> {
			if (process == this.processes) {
				if (this.pausedUntil > this.world.now()) {
					later(Duration.ofNanos(this.pausedUntil - this.world.now()), work);
				}
				else {
					work.run();
				}
			}
		});
	}

	void crash() {
		this.world.note(this.id + " crashes");
		this.isUp = false;
		this.processes++;
		this.pausedUntil = 0;
	}

	void start() {
		if (!this.isUp) {
			this.world.note(this.id + " starts");
			this.isUp = true;
			this.store.clean();
		}
	}

	void pause(Duration duration) {
		this.world.note(this.id + " pauses");
		this.pausedUntil = this.world.now() + duration.toNanos();
	}

	/** Loses its disk. */
	void wipe() {
		crash();
		this.world.note(this.id + " is wiped");
		renew();
	}

	/** Begins a new file. */
	void renew() {
		this.stores++;
		this.store = new SimulatedStore(this.id + this.stores, this, this.world, this.flaw);
	}

}
