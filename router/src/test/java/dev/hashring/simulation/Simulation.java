package dev.hashring.simulation;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.hashring.hash.NamedHash;
import dev.hashring.history.Linearizability;
import dev.hashring.history.Operation.Kind;
import dev.hashring.history.Violation;
import dev.hashring.protocol.RingShape;
import dev.hashring.protocol.RingStamp;
import dev.hashring.protocol.Version;
import dev.hashring.ring.InvalidRingException;
import dev.hashring.router.kv.replication.NoAnswerException;
import dev.hashring.router.kv.replication.Versioned;
import dev.hashring.router.log.Configured;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.Placed;
import dev.hashring.router.ring.RebalanceUnderWayException;
import dev.hashring.router.ring.RingSettings;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.ring.UnknownMemberException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One schedule: routers, nodes and clients, changes of the ring and faults, all from one
 * seed.
 */
final class Simulation {

	private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

	private static final List<String> CALLS = List.of("read", "write", "list", "bring", "tell", "status");

	private static final Duration LONGEST_END = Duration.ofSeconds(20);

	private final SplittableRandom plan;

	private final World world;

	private final Flaw flaw;

	private final Network network;

	private final Clients clients;

	private final Configured configured;

	private final int page;

	private final Theme theme;

	private final boolean isLong;

	private final List<SimulatedRouter> routers = new ArrayList<>();

	private SharedLog log;

	private boolean isOver;

	private List<Violation> violations = List.of();

	private @Nullable String unsettled;

	Simulation(long seed, Flaw flaw, @Nullable PrintStream told) {
		this.plan = new SplittableRandom(seed);
		this.world = new World(this.plan.nextLong(), told);
		this.flaw = flaw;
		this.theme = Theme.of(seed);
		this.isLong = this.theme == Theme.LONG;
		boolean losesMessages = this.theme == Theme.LONG || this.theme == Theme.FAULTS;
		this.network = new Network(this.world, losesMessages ? 0.01 * this.plan.nextInt(4) : 0,
				(this.theme == Theme.LATE) ? 0.2 : 0.02 * this.plan.nextInt(6));
		this.page = 1 + this.plan.nextInt(3);
		this.configured = configured();
		this.clients = new Clients(this.world, this::someRouter, this.isLong ? 4 : 1 + this.plan.nextInt(2));
		this.log = new SharedLog(this.world);
	}

	/** What a schedule is about; all but long ones are tiny. */
	enum Theme {

		/** Changes, one after the other. */
		CHANGES,
		/** Messages arrive late. */
		LATE,
		/** Nodes crash and pause, and can't be reached. */
		FAULTS,
		/** Nodes lose their disks, and one misses writes. */
		LOSSES,
		/** One router knows nothing of changes, and one node is not told of them. */
		BEHIND,
		/** Routers end and begin again, with their log or without. */
		ROUTERS,
		/** A bit of everything. */
		LONG;

		static Theme of(long seed) {
			return values()[(int) (seed % values().length)];
		}

	}

	/**
	 * What came of a schedule.
	 *
	 * @param unsettled what was not as it has to be at the end; null if all was
	 * @param trace a number that differs if something else happened
	 * @param answered how many operations were answered well
	 * @param changes how often the ring changed
	 */
	record Outcome(List<Violation> violations, @Nullable String unsettled, long trace, long answered, long changes) {

		/** What is wrong; null if nothing is. */
		@Nullable String fault() {
			return this.violations.isEmpty() ? this.unsettled : this.violations.toString();
		}

	}

	/**
	 * Runs the schedule of a seed.
	 * @throws AssertionError if something broke
	 */
	static Outcome run(long seed, Flaw flaw, @Nullable PrintStream told) {
		Simulation simulation = new Simulation(seed, flaw, told);
		simulation.world.run(simulation::happen);
		return new Outcome(simulation.violations, simulation.unsettled, simulation.world.trace(),
				simulation.clients.answered(), simulation.log.last().state().epoch());
	}

	private Configured configured() {
		boolean isFixed = this.plan.nextBoolean();
		Map<String, JsonNode> settings = new TreeMap<>();
		JsonNodeFactory json = JsonNodeFactory.instance;
		settings.put("placement", json.stringNode(isFixed ? "fixed" : "virtual-nodes"));
		settings.put("size", json.numberNode(6 + this.plan.nextInt(8)));
		settings.put("virtualNodes", json.numberNode(2));
		settings.put("replicas", json.numberNode((this.theme == Theme.LOSSES) ? 3 : 1 + this.plan.nextInt(3)));
		settings.put("connectTimeout", json.stringNode("30ms"));
		settings.put("readTimeout", json.stringNode("300ms"));
		settings.put("deadline", json.stringNode("600ms"));
		int members = (this.theme == Theme.LOSSES) ? 3 : 1 + Math.min(3, this.plan.nextInt(5));
		return new Configured(settings,
				IntStream.range(0, members).mapToObj((i) -> SimulatedRouter.member(NAMES.get(i), i)).toList());
	}

	private int some(int bound) {
		return this.plan.nextInt(bound);
	}

	private void happen() {
		for (String name : NAMES) {
			this.network.nodes().put(name, new SimulatedNode(name, this.world, this.flaw));
		}
		start("r1");
		if (this.plan.nextBoolean() || this.theme == Theme.BEHIND) {
			start("r2");
		}
		Duration length = Duration.ofMillis(this.isLong ? 3000 : 300);
		World.Life life = this.world.life();
		int callers = this.isLong ? 4 : 1 + some(4);
		for (int i = 0; i < callers; i++) {
			this.clients.begin(this.isLong ? 20 : 2 + some(8), length.dividedBy(this.isLong ? 12 : 4), 0.5);
		}
		int changes = this.isLong ? 3 + some(5) : 1 + some(4);
		life.execute(() -> change(life, changes, length.dividedBy(changes).multipliedBy(2)));
		if (this.theme != Theme.CHANGES) {
			begin();
			life.execute(() -> fail(life, this.isLong ? 3 + some(6) : 1 + some(3), length.dividedBy(2)));
		}
		life.sleep(length.plus(length));
		heal();
		awaitEnd(life);
		readAll(life);
		this.violations = Linearizability.violations(this.clients.history());
	}

	/** What is wrong from the beginning. */
	private void begin() {
		if (this.theme == Theme.LOSSES) {
			this.network.cut("write", NAMES.get(some(3)));
			this.world.after(this.world.upTo(Duration.ofMillis(500)), this.network::mend);
		}
		else if (this.theme == Theme.BEHIND) {
			SimulatedRouter behind = this.routers.get(1);
			this.world.after(Duration.ofMillis(100), () -> behind.follows(false));
			this.network.cut("tell", NAMES.get(some(3)));
		}
	}

	private SimulatedRouter start(String name) {
		this.world.note(name + " starts");
		SimulatedRouter router = new SimulatedRouter(name, this.world, this.network, this.log, this.configured,
				this.page, this.flaw);
		this.routers.add(router);
		return router;
	}

	private Optional<SimulatedRouter> someRouter() {
		return this.routers.isEmpty() ? Optional.empty()
				: Optional.of(this.routers.get(this.world.random().nextInt(this.routers.size())));
	}

	private void change(World.Life life, int changes, Duration pause) {
		for (int i = 0; i < changes && !this.isOver; i++) {
			life.sleep(this.world.upTo(pause));
			Optional<SimulatedRouter> router = someRouter();
			if (router.isPresent()) {
				int what = some(12);
				String name = NAMES.get(some(NAMES.size()));
				long number = some(14);
				router.get().life().execute(() -> {
					try {
						Member joining = joining(router.get(), name, number);
						UnaryOperator<RingState> step = (state) -> changed(state, what, joining, number);
						router.get().ring().change("change " + what + " " + name + " " + number, step);
					}
					catch (InvalidRingException | RebalanceUnderWayException | UnknownMemberException
							| NoAnswerException ex) {
						this.world.note("refused: " + ex.getMessage());
					}
				});
			}
		}
	}

	/** Sometimes with its store, as far as that is known. */
	private static Member joining(SimulatedRouter router, String name, long number) throws NoAnswerException {
		Member joining = SimulatedRouter.member(name, number);
		return (number % 2 == 0) ? joining.in(router.storeOf(joining)) : joining;
	}

	private RingState changed(RingState state, int what, Member joining, long number) {
		String name = joining.id();
		RingSettings settings = state.settings();
		RingShape shape = settings.shape();
		return switch (what) {
			case 0, 1, 2 -> state.everyone().containsKey(name) ? state : state.join(joining);
			case 3, 4 -> (state.members().size() > 1) ? state.leave(name) : state;
			case 5 -> state.members().containsKey(name) ? state.join(moved(state.member(name), number)) : state;
			case 6, 7 ->
				state.with(new RingSettings(shape, settings.failOver(), settings.timing(), 1 + (int) (number % 3)));
			case 8 -> state.with(with(settings, new RingShape(shape.placement(), 6 + number, shape.hash(), 2)));
			case 9 -> state.with(with(settings, new RingShape(shape.placement(), shape.size(),
					NamedHash.values()[(int) (number % NamedHash.values().length)], 2)));
			case 10 -> state.isJoint() ? state.cancelled() : state;
			default -> mayLose(state) && state.members().containsKey(name) && state.members().size() > 1
					? state.abandon(name) : state;
		};
	}

	private static RingSettings with(RingSettings settings, RingShape shape) {
		return new RingSettings(shape, settings.failOver(), settings.timing(), settings.replicas());
	}

	private static Member moved(Member member, long number) {
		return new Member(member.id(), member.url(), 1 + number % 3, number, member.instance(), member.store());
	}

	/** Whether a store may be lost without losing values. */
	private boolean mayLose(RingState state) {
		return List.of(state.now(), state.later()).stream().allMatch((placed) -> {
			boolean hasOthers = Math.min(placed.settings().replicas(), placed.members().size()) > 1;
			return hasOthers && placed.members()
				.values()
				.stream()
				.allMatch((member) -> member.store() == null || member.store().equals(node(member.id()).store().id()));
		}) && state.snapshot().banned().isEmpty();
	}

	private SimulatedNode node(String id) {
		return Objects.requireNonNull(this.network.nodes().get(id));
	}

	private RingState latest() {
		return RingState.of(this.log.last().state());
	}

	private void fail(World.Life life, int faults, Duration pause) {
		for (int i = 0; i < faults && !this.isOver; i++) {
			life.sleep(this.world.upTo(pause));
			SimulatedNode node = node(NAMES.get(some(NAMES.size())));
			Duration time = this.world.upTo(Duration.ofMillis(600));
			int what = some(8);
			switch (this.theme) {
				case LOSSES -> fail((what < 4) ? 5 : what, node, time);
				case ROUTERS -> fail((what < 6) ? 7 : what, node, time);
				case LATE, BEHIND -> fail((what < 4) ? 2 : 6, node, time);
				default -> fail(what, node, time);
			}
		}
	}

	private void fail(int what, SimulatedNode node, Duration time) {
		switch (what) {
			case 0, 1 -> {
				node.crash();
				this.world.after(time, node::start);
			}
			case 2 -> node.pause(time);
			case 3, 4 -> {
				this.network.cut(CALLS.get(some(CALLS.size())), node.id());
				this.world.after(time, this.network::mend);
			}
			case 5 -> {
				if (mayWipe(node)) {
					node.wipe();
					this.world.after(time.dividedBy(10), node::start);
				}
			}
			case 6 -> someRouter().ifPresent((router) -> {
				router.follows(false);
				this.world.after(time, () -> router.follows(true));
			});
			default -> restart(time.dividedBy(2));
		}
	}

	private boolean mayWipe(SimulatedNode node) {
		RingState state = latest();
		return !state.everyone().containsKey(node.id()) || (state.holdsEntries() && mayLose(state));
	}

	/** A router ends, and another one begins with its log; or all end, and their log. */
	private void restart(Duration time) {
		if (this.theme == Theme.ROUTERS && this.plan.nextBoolean() && mayLoseLog()) {
			this.routers.forEach(SimulatedRouter::kill);
			this.routers.clear();
			this.log = new SharedLog(this.world);
			this.world.note("the log is lost");
			start("r3");
			return;
		}
		someRouter().ifPresent((router) -> {
			router.kill();
			this.routers.remove(router);
			this.world.after(time, () -> {
				if (this.routers.stream().noneMatch((other) -> other.name().equals(router.name()))) {
					start(router.name());
				}
			});
		});
	}

	private boolean mayLoseLog() {
		RingState state = latest();
		return state.everyone()
			.values()
			.stream()
			.allMatch((member) -> Objects.equals(member.store(), node(member.id()).store().id()));
	}

	private void heal() {
		this.isOver = true;
		this.world.note("all is healed");
		this.network.heal();
		this.network.nodes().values().forEach(SimulatedNode::start);
		this.routers.forEach((router) -> router.follows(true));
		if (this.routers.isEmpty()) {
			start("r4");
		}
	}

	private void awaitEnd(World.Life life) {
		long end = this.world.now() + LONGEST_END.toNanos();
		String why = whatIsLeft();
		while (why != null) {
			if (this.world.now() > end) {
				this.unsettled = why;
				return;
			}
			life.sleep(Duration.ofMillis(200));
			why = whatIsLeft();
		}
	}

	/** What is not yet as it has to be; null if nothing is left. */
	private @Nullable String whatIsLeft() {
		RingState state = latest();
		if (state.isJoint()) {
			return "entries move";
		}
		if (!state.holdsEntries()) {
			return null;
		}
		for (SimulatedRouter router : this.routers) {
			if (router.ring().state().epoch() != state.epoch()) {
				return router.name() + " is behind";
			}
		}
		RingStamp stamp = null;
		for (Member member : state.members().values()) {
			SimulatedStore store = node(member.id()).store();
			KnownRing ring = store.ring();
			if (!store.id().equals(member.store())) {
				return member.id() + " has a store that is not named";
			}
			if (ring == null || ring.stamp().epoch() != state.snapshot().since()
					|| ring.stamp().term() != state.snapshot().term()) {
				return store + " does not know the ring";
			}
			if (stamp != null && !stamp.equals(ring.stamp())) {
				return "the ring forked";
			}
			stamp = ring.stamp();
			if (!store.isClean()) {
				return store + " is not clean";
			}
		}
		return misplaced(state.now());
	}

	/** Each entry has to be in exactly the stores that the ring names. */
	private @Nullable String misplaced(Placed placed) {
		Map<String, Version> newest = new TreeMap<>();
		placed.members()
			.keySet()
			.forEach((id) -> node(id).store()
				.entries()
				.forEach((key, entry) -> newest.merge(key, entry.version(),
						(one, other) -> (one.compareTo(other) > 0) ? one : other)));
		for (Map.Entry<String, Version> entry : newest.entrySet()) {
			for (Member member : placed.replicas(entry.getKey())) {
				Versioned held = node(member.id()).store().entries().get(entry.getKey());
				if (held == null || !held.version().equals(entry.getValue())) {
					return member.id() + " lacks " + entry.getKey() + " " + entry.getValue();
				}
			}
		}
		return null;
	}

	private void readAll(World.Life life) {
		List<Integer> order = new ArrayList<>(IntStream.range(0, this.clients.keys()).boxed().toList());
		for (SimulatedRouter router : this.routers) {
			Collections.shuffle(order, new Random(this.world.random().nextLong()));
			for (int key : order) {
				// Messages to a store that was paused may still be late.
				boolean isRead = false;
				for (int i = 0; i < 5 && !isRead; i++) {
					CompletableFuture<Boolean> read = this.clients.call(router, "k" + key, Kind.GET,
							Duration.ofSeconds(2));
					life.await(read, life.in(Duration.ofSeconds(3)));
					isRead = read.getNow(false);
				}
				if (!isRead) {
					this.unsettled = "k" + key + " can't be read by " + router.name();
				}
			}
		}
	}

}
