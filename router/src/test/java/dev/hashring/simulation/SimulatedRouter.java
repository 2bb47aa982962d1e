package dev.hashring.simulation;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.hashring.router.kv.Pairs;
import dev.hashring.router.kv.rebalance.Observer;
import dev.hashring.router.kv.rebalance.Progress;
import dev.hashring.router.kv.rebalance.Rebalancer;
import dev.hashring.router.kv.replication.NoAnswerException;
import dev.hashring.router.kv.replication.Replicas;
import dev.hashring.router.kv.replication.Replication;
import dev.hashring.router.kv.replication.Replication.Flaws;
import dev.hashring.router.kv.replication.Told;
import dev.hashring.router.kv.replication.ToldStates;
import dev.hashring.router.log.Configured;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.log.LogFailedException;
import dev.hashring.router.peers.Peers;
import dev.hashring.router.ring.Member;
import dev.hashring.router.ring.RingState;
import dev.hashring.router.ring.Snapshot;
import dev.hashring.web.Memory;
import org.jspecify.annotations.Nullable;

/**
 * One process of a router: the real parts, put together over the simulated network.
 */
final class SimulatedRouter {

	private final String name;

	private final World world;

	private final World.Life life;

	private final Network network;

	private final SharedLog.View log;

	private final LiveRing ring;

	private final Replication replication;

	private final Rebalancer rebalancer;

	private final Pairs pairs;

	private final Flaw flaw;

	private final List<String> ended = new ArrayList<>();

	private Runnable afterLook = () -> {
	};

	private boolean hears = true;

	SimulatedRouter(String name, World world, Network network, SharedLog log, Configured configured, int page,
			Flaw flaw) {
		this.name = name;
		this.world = world;
		this.life = world.life();
		this.network = network;
		this.log = log.new View(this.life);
		this.flaw = flaw;
		this.ring = new LiveRing(this.log, configured) {
			@Override
			public RingState state() {
				RingState state = super.state();
				Runnable next = SimulatedRouter.this.afterLook;
				SimulatedRouter.this.afterLook = () -> {
				};
				next.run();
				return state;
			}
		};
		Memory memory = new Memory(1 << 20);
		ToldStates states = new WholeStates();
		SimulatedStores stores = new SimulatedStores(name, network, this.life, states, page, flaw, this.ring::state);
		this.replication = Replication.of(this.ring, stores, stores, states, memory, this.life, this::isUp,
				flaws(flaw));
		this.rebalancer = new Rebalancer(this.ring, this.replication.fencing(), this.replication.catchUp(), stores,
				this.replication.polls(), this.life, memory, this::isUp, Peers.ALONE, 0, new Listening());
		this.pairs = new Pairs(this.replication, stores, memory, this.life);
		this.rebalancer.begin();
		Duration period = Duration.ofMillis(100 + world.random().nextInt(600));
		this.life.execute(() -> lookAfterStores(period));
	}

	/** Stores are told the whole state, also where only a part of it decides. */
	private static final class WholeStates extends ToldStates {

		@Override
		public Told of(RingState state) {
			return super.of(
					(state.next() == null && state.snapshot().next() != null) ? RingState.of(state.snapshot()) : state);
		}

	}

	private final class Listening implements Observer {

		@Override
		public void began(Progress progress) {
		}

		@Override
		public void moved(Member to, long keys, long bytes, Progress progress) {
		}

		@Override
		public void ended(Progress progress, boolean isDone) {
			SimulatedRouter.this.ended.add(progress.change().sentence());
		}

	}

	private static Flaws flaws(Flaw flaw) {
		UnaryOperator<RingState> quorums = UnaryOperator.identity();
		UnaryOperator<Replicas> writeBack = UnaryOperator.identity();
		if (flaw.lacks(Safeguard.OLD_QUORUM)) {
			quorums = (state) -> new RingState(state.snapshot(), state.later(), null);
		}
		else if (flaw.lacks(Safeguard.NEW_QUORUM)) {
			quorums = (state) -> new RingState(state.snapshot(), state.now(), null);
		}
		else if (flaw.lacks(Safeguard.WRITE_BACK_TO_NEW)) {
			writeBack = (all) -> new Replicas(all.state(), all.key(), all.now(), all.now());
		}
		else if (flaw.lacks(Safeguard.WRITE_BACK_TO_OLD)) {
			writeBack = (all) -> new Replicas(all.state(), all.key(), all.later(), all.later());
		}
		else if (!flaw.lacks(Safeguard.AGREED_BEFORE_USE)) {
			return Flaws.NONE;
		}
		return new Flaws(quorums, writeBack, flaw.lacks(Safeguard.AGREED_BEFORE_USE));
	}

	private boolean isUp(Member member) {
		SimulatedNode node = this.network.nodes().get(member.id());
		return node != null && node.isUp();
	}

	private void lookAfterStores(Duration period) {
		while (true) {
			if (this.flaw.lacks(Safeguard.JOINT_FOR_NEW_STORE)) {
				this.network.nodes().values().forEach(this::nameAtOnce);
			}
			try {
				if (this.hears) {
					this.replication.catchUp().lookAfterStores();
				}
			}
			catch (LogFailedException ex) {
				// The next time.
			}
			this.life.sleep(period);
		}
	}

	private void nameAtOnce(SimulatedNode node) {
		this.ring.change("has a new store", (now) -> {
			Member member = now.members().get(node.id());
			if (now.isJoint() || member == null || member.store() == null || member.store().equals(node.store().id())) {
				return now;
			}
			Snapshot last = now.snapshot();
			List<Member> members = last.members()
				.stream()
				.map((other) -> other.id().equals(node.id()) ? other.in(node.store().id()) : other)
				.toList();
			return RingState.of(new Snapshot(last.term(), last.epoch() + 1, last.epoch() + 1, last.settings(), members,
					last.retired(), null, last.holdsEntries(), last.banned()));
		});
	}

	String name() {
		return this.name;
	}

	World.Life life() {
		return this.life;
	}

	Pairs pairs() {
		return this.pairs;
	}

	LiveRing ring() {
		return this.ring;
	}

	/** Which store a member has that is to join, as far as that is known. */
	@Nullable String storeOf(Member joining) throws NoAnswerException {
		return this.replication.catchUp().storeOf(joining.id(), joining.url());
	}

	/** Whether it hears of what other routers append to the log, or tell stores. */
	void follows(boolean follows) {
		this.hears = follows;
		this.world.note(this.name + (follows ? " follows" : " does not follow"));
		this.log.follows(follows);
		if (follows) {
			this.log.catchUp();
		}
	}

	/** The rebalances that it has told the end of. */
	List<String> ended() {
		return this.ended;
	}

	/** Has something happen right after a part of it has looked at the ring. */
	void afterLook(Runnable event) {
		this.afterLook = event;
	}

	void kill() {
		this.world.note(this.name + " ends");
		this.life.kill();
	}

	static Member member(String id, long position) {
		return new Member(id, URI.create("http://" + id + ":5000"), 1, position);
	}

}
