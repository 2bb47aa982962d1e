package dev.hashring.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.hashring.history.Operation;
import dev.hashring.history.Operation.Kind;
import dev.hashring.router.kv.replication.NotAgreedException;
import dev.hashring.router.kv.replication.TooFewReplicasException;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.ring.EmptyRingException;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that read and write keys through routers, and what they saw.
 */
final class Clients {

	private static final Duration PATIENCE = Duration.ofMillis(600);

	private final World world;

	private final Supplier<Optional<SimulatedRouter>> routers;

	private final int keys;

	private final List<Seen> history = new ArrayList<>();

	private int values;

	Clients(World world, Supplier<Optional<SimulatedRouter>> routers, int keys) {
		this.world = world;
		this.routers = routers;
		this.keys = keys;
	}

	/** An operation as its client sees it. */
	private static final class Seen {

		private final Operation begun;

		private @Nullable Operation ended;

		private boolean isNothing;

		Seen(Operation begun) {
			this.begun = begun;
		}

	}

	/** A client that makes so many calls, with pauses. */
	void begin(int calls, Duration pause, double writes) {
		World.Life life = this.world.life();
		life.execute(() -> {
			for (int i = 0; i < calls; i++) {
				life.sleep(this.world.upTo(pause));
				Optional<SimulatedRouter> router = this.routers.get();
				if (router.isPresent()) {
					life.await(call(router.get(), key(), kind(writes), PATIENCE), life.in(PATIENCE.multipliedBy(2)));
				}
			}
		});
	}

	private String key() {
		return "k" + this.world.random().nextInt(this.keys);
	}

	private Kind kind(double writes) {
		if (!this.world.chance(writes)) {
			return Kind.GET;
		}
		return this.world.chance(0.25) ? Kind.DELETE : Kind.PUT;
	}

	/** One call; the future is true if it was answered. */
	CompletableFuture<Boolean> call(SimulatedRouter router, String key, Kind kind, Duration patience) {
		String value = (kind == Kind.PUT) ? "v" + this.values++ : null;
		Seen seen = new Seen(new Operation(key, kind, value, this.world.now(), null));
		this.history.add(seen);
		CompletableFuture<Boolean> done = new CompletableFuture<>();
		this.world.note(router.name() + " begins " + kind + " " + key + " " + value);
		router.life().execute(() -> {
			Deadline deadline = router.life().in(patience);
			try {
				String found = value;
				if (kind == Kind.GET) {
					found = router.pairs().read(key, deadline).orElse(null);
				}
				else {
					router.pairs().write(key, value, deadline);
				}
				seen.ended = new Operation(key, kind, found, seen.begun.start(), this.world.now());
			}
			catch (TooFewReplicasException ex) {
				seen.isNothing = ex.mayHaveHappened().filter((may) -> !may).isPresent();
				assertThat(ex.away()).as("no client hears of states of the ring")
					.noneMatch((away) -> away.cause().equals(SimulatedStores.ANOTHER_STATE));
			}
			catch (NotAgreedException | EmptyRingException ex) {
				// Its outcome is unknown.
			}
			this.world.note(router.name() + " has done " + ((seen.ended != null) ? seen.ended : seen.begun)
					+ (seen.isNothing ? ", surely not" : ""));
			done.complete(seen.ended != null);
		});
		return done;
	}

	/** All operations, but for those that surely changed nothing. */
	List<Operation> history() {
		return this.history.stream()
			.filter((seen) -> !seen.isNothing && (seen.ended != null || seen.begun.kind() != Kind.GET))
			.map((seen) -> (seen.ended != null) ? seen.ended : seen.begun)
			.toList();
	}

	/** How many operations were answered well. */
	long answered() {
		return this.history.stream().filter((seen) -> seen.ended != null).count();
	}

	int keys() {
		return this.keys;
	}

}
