package dev.hashring.router.kv.replication;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.hashring.protocol.Version;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.nodes.Sweeper;
import jakarta.annotation.PreDestroy;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.stereotype.Component;

/**
 * Real threads, a new one for each task, and real time.
 */
@Component
class RealMachine implements Machine {

	private final Executor threads;

	/** To complete one ends a wait; each has its deadline. */
	private final Map<CompletableFuture<Boolean>, Deadline> waits = new ConcurrentHashMap<>();

	private volatile boolean ended;

	private final Sweeper sweeper = new Sweeper("deadlines", this::endLateOnes);

	RealMachine(SimpleAsyncTaskExecutorBuilder threads) {
		this.threads = threads.threadNamePrefix("store-").build();
	}

	@Override
	public void execute(Runnable task) {
		this.threads.execute(task);
	}

	@Override
	public void await(CompletableFuture<?> future, Deadline deadline) {
		try {
			future.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			// The caller looks at what there is.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Without a timer, which would cost more than the rest of a call. */
	@Override
	public void awaitOwn(CompletableFuture<Boolean> future, Deadline deadline) {
		this.waits.put(future, deadline);
		if (this.ended) {
			future.complete(false);
		}
		try {
			future.get();
		}
		catch (ExecutionException ex) {
			// The caller looks at what there is.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.waits.remove(future);
		}
	}

	private void endLateOnes() {
		this.waits.forEach((future, deadline) -> {
			if (this.ended || deadline.nanosLeft() == 0) {
				future.complete(false);
			}
		});
	}

	@PreDestroy
	void close() {
		this.ended = true;
		this.sweeper.close();
		endLateOnes();
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public long random() {
		return Version.newWriter();
	}

}
