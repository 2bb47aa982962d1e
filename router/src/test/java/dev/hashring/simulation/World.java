package dev.hashring.simulation;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

import dev.hashring.router.kv.replication.Machine;
import dev.hashring.router.nodes.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A world with a clock of its own, in which one thing happens at a time, and a seed
 * decides what comes next.
 */
/*
 * Tasks run in threads, since the code that is tried waits; but one thread alone has the
 * baton. It gives it away when its task waits or ends. What need not wait, such as the
 * arrival of a message, runs in the thread that has the baton just then.
 */
final class World {

	private static final int MOST_STEPS = 2_000_000;

	private final SplittableRandom random;

	private final @Nullable PrintStream told;

	private final List<Item> ready = new ArrayList<>();

	private final PriorityQueue<Item> later = new PriorityQueue<>(
			Comparator.comparingLong((Item item) -> item.time).thenComparingLong((item) -> item.number));

	private final Set<Item> parked = new LinkedHashSet<>();

	private static final ConcurrentLinkedDeque<Worker> IDLE = new ConcurrentLinkedDeque<>();

	private final Semaphore end = new Semaphore(0);

	private long now;

	private long steps;

	private long trace;

	private boolean isOver;

	private volatile @Nullable Throwable failure;

	private volatile @Nullable Task current;

	World(long seed, @Nullable PrintStream told) {
		this.random = new SplittableRandom(seed);
		this.told = told;
	}

	/** Something that happens at some time. */
	private static final class Item {

		private final long time;

		private final long number;

		private final @Nullable Runnable event;

		private final @Nullable Task task;

		private boolean isDone;

		Item(long time, long number, @Nullable Runnable event, @Nullable Task task) {
			this.time = time;
			this.number = number;
			this.event = event;
			this.task = task;
		}

	}

	/** What a thread does from here to there. */
	private static final class Task {

		private final Life life;

		private final Runnable work;

		private @Nullable Worker worker;

		Task(Life life, Runnable work) {
			this.life = life;
			this.work = work;
		}

	}

	private static final class Worker {

		private final Semaphore baton = new Semaphore(0);

		private @Nullable Task task;

		private @Nullable World world;

	}

	/** The end of all that a process does. */
	static final class Killed extends Error {

		private static final long serialVersionUID = 1L;

		Killed() {
			super("killed", null, false, false);
		}

	}

	/**
	 * What a process runs on; once it is killed, none of its tasks goes on.
	 */
	final class Life implements Machine {

		private boolean isKilled;

		boolean isKilled() {
			return this.isKilled;
		}

		void require() {
			if (this.isKilled) {
				throw new Killed();
			}
		}

		void kill() {
			this.isKilled = true;
			List.copyOf(World.this.parked).stream().filter((item) -> isOf(item, this)).forEach(World.this::wake);
		}

		private static boolean isOf(Item item, Life life) {
			return item.task != null && item.task.life == life;
		}

		@Override
		public void execute(Runnable task) {
			if (!this.isKilled) {
				World.this.ready.add(new Item(World.this.now, World.this.steps, null, new Task(this, task)));
			}
		}

		@Override
		public void await(CompletableFuture<?> future, Deadline deadline) {
			require();
			long left = deadline.nanosLeft();
			if (!future.isDone() && left > 0) {
				park(future, World.this.now + left);
				require();
			}
		}

		void sleep(Duration duration) {
			await(new CompletableFuture<>(), in(duration));
		}

		@Override
		public long nanoTime() {
			return World.this.now;
		}

		@Override
		public long random() {
			return World.this.random.nextLong();
		}

	}

	Life life() {
		return new Life();
	}

	SplittableRandom random() {
		return this.random;
	}

	long now() {
		return this.now;
	}

	boolean chance(double probability) {
		return probability > 0 && this.random.nextDouble() < probability;
	}

	/** From 0 to the most, more often short than long. */
	Duration upTo(Duration most) {
		double part = this.random.nextDouble();
		return Duration.ofNanos((long) (part * part * most.toNanos()));
	}

	/** Has something happen after some time, which must not wait. */
	void after(Duration delay, Runnable event) {
		this.later.add(new Item(this.now + delay.toNanos(), this.steps++, event, null));
	}

	/** Notes what happens: part of the trace. */
	void note(String what) {
		this.trace = (this.trace * 31 + what.hashCode()) * 31 + this.now;
		if (this.told != null) {
			this.told.printf("%9.3f ms  %s%n", this.now / 1e6, what);
		}
	}

	/** A number that differs if something else happened. */
	long trace() {
		return this.trace;
	}

	/**
	 * Runs a task, and all that follows from it until that has ended.
	 * @throws AssertionError if something broke
	 */
	void run(Runnable main) {
		Life god = life();
		god.execute(() -> {
			try {
				main.run();
			}
			finally {
				stop();
			}
		});
		start(worker(), Objects.requireNonNull(next()));
		this.end.acquireUninterruptibly();
		Throwable broken = this.failure;
		if (broken != null) {
			throw new AssertionError(broken.toString(), broken);
		}
	}

	/** What waits is woken, and told that it is killed. */
	private void stop() {
		this.isOver = true;
		this.later.clear();
		this.ready.removeIf((item) -> item.task == null || item.task.worker == null);
		List.copyOf(this.parked).forEach((item) -> {
			if (item.task != null) {
				item.task.life.isKilled = true;
			}
			wake(item);
		});
	}

	private void park(CompletableFuture<?> future, long until) {
		Task me = Objects.requireNonNull(this.current);
		Item item = new Item(until, this.steps++, null, me);
		this.later.add(item);
		this.parked.add(item);
		future.whenComplete((result, ex) -> wake(item));
		Task next = next();
		if (next != me) {
			Worker mine = Objects.requireNonNull(me.worker);
			hand(next);
			mine.baton.acquireUninterruptibly();
		}
	}

	private void wake(Item item) {
		if (!item.isDone) {
			item.isDone = true;
			this.parked.remove(item);
			this.ready.add(new Item(this.now, this.steps, null, item.task));
		}
	}

	/** The task that goes on; whatever is no task happens at once. */
	private @Nullable Task next() {
		while (true) {
			while (!this.later.isEmpty() && (this.later.peek().isDone || this.later.peek().time <= this.now)) {
				Item item = this.later.poll();
				if (!item.isDone) {
					item.isDone = true;
					this.parked.remove(item);
					this.ready.add(item);
				}
			}
			if (this.ready.isEmpty()) {
				if (this.later.isEmpty()) {
					return null;
				}
				this.now = this.later.peek().time;
				continue;
			}
			if (this.steps++ > MOST_STEPS && !this.isOver) {
				fail(new IllegalStateException("It does not end."));
			}
			int chosen = this.random.nextInt(this.ready.size());
			Item item = this.ready.get(chosen);
			Item last = this.ready.remove(this.ready.size() - 1);
			if (last != item) {
				this.ready.set(chosen, last);
			}
			if (item.task != null) {
				this.current = item.task;
				return item.task;
			}
			if (!this.isOver && item.event != null) {
				happen(item.event);
			}
		}
	}

	private void happen(Runnable event) {
		this.current = null;
		try {
			event.run();
		}
		catch (Killed ex) {
			// Its process is gone.
		}
		catch (Throwable ex) {
			fail(ex);
		}
	}

	void fail(Throwable ex) {
		if (this.failure == null) {
			this.failure = ex;
		}
		if (!this.isOver) {
			stop();
		}
	}

	private Worker worker() {
		Worker free = IDLE.poll();
		if (free != null) {
			return free;
		}
		Worker made = new Worker();
		Thread thread = new Thread(() -> serve(made), "simulated");
		thread.setDaemon(true);
		thread.start();
		return made;
	}

	private void start(Worker worker, Task task) {
		worker.world = this;
		worker.task = task;
		task.worker = worker;
		worker.baton.release();
	}

	/** Has another thread go on. */
	private void hand(@Nullable Task next) {
		if (next == null) {
			this.end.release();
		}
		else if (next.worker != null) {
			next.worker.baton.release();
		}
		else {
			start(worker(), next);
		}
	}

	/** Works in one world after the other. */
	private static void serve(Worker worker) {
		while (true) {
			worker.baton.acquireUninterruptibly();
			Objects.requireNonNull(worker.world).work(worker);
		}
	}

	private void work(Worker worker) {
		Task task = Objects.requireNonNull(worker.task);
		while (true) {
			run(task);
			Task next = next();
			if (next == null || next.worker != null) {
				worker.task = null;
				IDLE.push(worker);
				hand(next);
				return;
			}
			next.worker = worker;
			task = next;
		}
	}

	private void run(Task task) {
		try {
			task.life.require();
			task.work.run();
		}
		catch (Killed ex) {
			// Its process is gone.
		}
		catch (Throwable ex) {
			fail(ex);
		}
	}

}
