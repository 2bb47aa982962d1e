package dev.hashring.history;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import dev.hashring.history.Operation.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A register that is atomic by construction, and clients that use it at random: each of
 * their operations is called, takes effect at one moment, and is answered.
 */
final class SimulatedRegister {

	static final String KEY = "k";

	private final SplittableRandom random;

	private final List<Operation> history = new ArrayList<>();

	private final List<Call> calls = new ArrayList<>();

	/** Writes whose clients know nothing of them any more. */
	private final List<Call> lost = new ArrayList<>();

	private @Nullable String value;

	private long time;

	/** An operation that was called. */
	private static final class Call {

		private final Kind kind;

		private final long start;

		private @Nullable String value;

		private boolean done;

		Call(Kind kind, @Nullable String value, long start) {
			this.kind = kind;
			this.value = value;
			this.start = start;
		}

	}

	private SimulatedRegister(long seed) {
		this.random = new SplittableRandom(seed);
	}

	/**
	 * A history, which is linearizable.
	 * @param clients how many operations there are at a time, at most
	 * @param size how many operations there are in all
	 * @param lost how many of the writes have an unknown outcome, about
	 */
	static List<Operation> history(long seed, int clients, int size, double lost) {
		SimulatedRegister register = new SimulatedRegister(seed);
		int called = 0;
		while (register.history.size() < size) {
			if (called < size && register.calls.size() < clients && register.random.nextInt(3) == 0) {
				register.call(called++);
			}
			else if (!register.calls.isEmpty()) {
				register.goOn(register.calls.get(register.random.nextInt(register.calls.size())), lost);
			}
			if (!register.lost.isEmpty() && register.random.nextInt(50) == 0) {
				register.takeEffect(register.lost.remove(register.random.nextInt(register.lost.size())));
			}
			register.time++;
		}
		return register.history;
	}

	private void call(int number) {
		int kind = this.random.nextInt(10);
		if (kind < 5) {
			this.calls.add(new Call(Kind.GET, null, this.time));
		}
		else {
			this.calls
				.add((kind < 8) ? new Call(Kind.PUT, "v" + number, this.time) : new Call(Kind.DELETE, null, this.time));
		}
	}

	private void goOn(Call call, double lost) {
		if (!call.done && call.kind != Kind.GET && this.random.nextDouble() < lost) {
			this.calls.remove(call);
			this.lost.add(call);
			this.history.add(new Operation(KEY, call.kind, call.value, call.start, null));
		}
		else if (!call.done) {
			takeEffect(call);
		}
		else {
			this.calls.remove(call);
			this.history.add(new Operation(KEY, call.kind, call.value, call.start, this.time));
		}
	}

	private void takeEffect(Call call) {
		call.done = true;
		if (call.kind == Kind.GET) {
			call.value = this.value;
		}
		else {
			this.value = call.value;
		}
	}

}
