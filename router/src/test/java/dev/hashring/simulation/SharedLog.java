package dev.hashring.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.hashring.router.log.LoggedState;
import dev.hashring.router.log.RingLog;

/**
 * A log that several routers share, each of which follows it at its own pace.
 */
final class SharedLog {

	private final List<LoggedState> states = new ArrayList<>();

	private final List<View> views = new ArrayList<>();

	private final World world;

	SharedLog(World world) {
		this.world = world;
	}

	/** The latest state. */
	LoggedState last() {
		return this.states.get(this.states.size() - 1);
	}

	/** The log as one router sees it. */
	final class View implements RingLog {

		private final World.Life life;

		private final List<Consumer<LoggedState>> followers = new ArrayList<>();

		private boolean follows = true;

		private int seen;

		View(World.Life life) {
			this.life = life;
			this.seen = SharedLog.this.states.size();
			SharedLog.this.views.add(this);
		}

		/** Whether it hears of what others append. */
		void follows(boolean follows) {
			this.follows = follows;
		}

		@Override
		public Optional<LoggedState> last() {
			return SharedLog.this.states.isEmpty() ? Optional.empty() : Optional.of(SharedLog.this.last());
		}

		@Override
		public Optional<LoggedState> read(long epoch) {
			return SharedLog.this.states.stream().filter((state) -> state.state().epoch() == epoch).findFirst();
		}

		@Override
		public List<LoggedState> readAfter(long epoch, int limit) {
			return SharedLog.this.states.stream()
				.filter((state) -> state.state().epoch() > epoch)
				.limit(limit)
				.toList();
		}

		@Override
		public boolean append(long expectedEpoch, LoggedState next) {
			if (this.life.isKilled()) {
				throw new World.Killed();
			}
			long latest = SharedLog.this.states.isEmpty() ? 0 : SharedLog.this.last().state().epoch();
			if (latest != expectedEpoch) {
				catchUp();
				return false;
			}
			SharedLog.this.world.note("log: " + next.state().term() + "." + next.state().epoch() + " " + next.why()
					+ " "
					+ next.state().members().stream().map((member) -> member.store() + "@" + member.position()).toList()
					+ ((next.state().next() != null) ? " -> " + next.state()
						.next()
						.members()
						.stream()
						.map((member) -> member.store() + "@" + member.position())
						.toList() + "x" + next.state().next().settings().replicas() : "")
					+ "x" + next.state().settings().replicas());
			SharedLog.this.states.add(next);
			catchUp();
			SharedLog.this.views.stream()
				.filter((view) -> view != this)
				.forEach((view) -> SharedLog.this.world
					.after(SharedLog.this.world.upTo(java.time.Duration.ofMillis(100)), view::follow));
			return true;
		}

		private void follow() {
			if (this.follows && !this.life.isKilled()) {
				catchUp();
			}
		}

		void catchUp() {
			while (this.seen < SharedLog.this.states.size()) {
				LoggedState next = SharedLog.this.states.get(this.seen++);
				this.followers.forEach((follower) -> follower.accept(next));
			}
		}

		@Override
		public void follow(Consumer<LoggedState> follower) {
			this.followers.add(follower);
		}

	}

}
