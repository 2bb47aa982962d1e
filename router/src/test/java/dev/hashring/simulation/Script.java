package dev.hashring.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.hashring.history.Linearizability;
import dev.hashring.history.Operation.Kind;
import dev.hashring.history.Violation;
import dev.hashring.ring.InvalidRingException;
import dev.hashring.router.log.Configured;
import dev.hashring.router.ring.RebalanceUnderWayException;
import dev.hashring.router.ring.RingState;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A schedule that is written down: members a, b, c and so on, and two routers. A seed
 * decides only how long messages take, a few milliseconds.
 */
final class Script {

	private static final Duration PATIENCE = Duration.ofMillis(600);

	private final World world;

	private final World.Life life;

	private final Network network;

	private final SharedLog log;

	private final Configured configured;

	private final Flaw flaw;

	private final Clients clients;

	private final SimulatedRouter first;

	private final SimulatedRouter second;

	private Script(World world, Flaw flaw, int members, int replicas) {
		this.world = world;
		this.life = world.life();
		this.network = new Network(world, 0, 0);
		List<String> names = List.of("a", "b", "c", "d");
		names.forEach((name) -> this.network.nodes().put(name, new SimulatedNode(name, world, flaw)));
		this.log = new SharedLog(world);
		JsonNodeFactory json = JsonNodeFactory.instance;
		this.flaw = flaw;
		this.configured = new Configured(
				Map.of("size", json.numberNode(12), "replicas", json.numberNode(replicas), "readTimeout",
						json.stringNode("300ms"), "deadline", json.stringNode("600ms")),
				IntStream.range(0, members).mapToObj((i) -> SimulatedRouter.member(names.get(i), 3L * i)).toList());
		this.first = start("r1", this.log);
		this.second = start("r2", this.log);
		this.clients = new Clients(world, () -> Optional.of(this.first), 0);
	}

	private SimulatedRouter start(String name, SharedLog log) {
		return new SimulatedRouter(name, this.world, this.network, log, this.configured, 10, this.flaw);
	}

	/** Starts one more router, with a log of its own in which there is nothing. */
	SimulatedRouter startWithoutLog() {
		return start("r3", new SharedLog(this.world));
	}

	/** Runs a script, and says what clients noticed. */
	static List<Violation> run(long seed, Flaw flaw, int members, int replicas, Consumer<Script> script) {
		World world = new World(seed, null);
		Clients[] clients = new Clients[1];
		world.run(() -> {
			Script made = new Script(world, flaw, members, replicas);
			clients[0] = made.clients;
			script.accept(made);
		});
		return Linearizability.violations(clients[0].history());
	}

	RingState state() {
		return this.first.ring().state();
	}

	SimulatedRouter first() {
		return this.first;
	}

	/** The one that can be made to hear nothing of changes. */
	SimulatedRouter second() {
		return this.second;
	}

	SimulatedNode node(String id) {
		return java.util.Objects.requireNonNull(this.network.nodes().get(id));
	}

	/** The first key of which something is true. */
	String key(java.util.function.Predicate<String> wanted) {
		return IntStream.range(0, 1000).mapToObj((i) -> "k" + i).filter(wanted).findFirst().orElseThrow();
	}

	/** A key that a member owns. */
	String keyOf(String owner) {
		return key((key) -> state().now().replicas(key).get(0).id().equals(owner));
	}

	void put(SimulatedRouter router, String key) {
		await(begin(router, key, Kind.PUT));
	}

	void get(SimulatedRouter router, String key) {
		await(begin(router, key, Kind.GET));
	}

	CompletableFuture<Boolean> begin(SimulatedRouter router, String key, Kind kind) {
		return this.clients.call(router, key, kind, PATIENCE);
	}

	void await(CompletableFuture<Boolean> call) {
		this.life.await(call, this.life.in(PATIENCE.multipliedBy(2)));
		// What begins next begins later.
		sleep(1);
	}

	void cut(String call, String node) {
		this.network.cut(call, node);
	}

	void mend() {
		this.network.mend();
	}

	void sleep(int millis) {
		this.life.sleep(Duration.ofMillis(millis));
	}

	void change(UnaryOperator<RingState> step) {
		change(this.first, step);
	}

	void change(SimulatedRouter router, UnaryOperator<RingState> step) {
		try {
			router.ring().change("changed", step);
		}
		catch (InvalidRingException | RebalanceUnderWayException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Waits until no entries move, for a minute at most. */
	void awaitStable() {
		for (int i = 0; i < 600 && state().isJoint(); i++) {
			sleep(100);
		}
	}

}
