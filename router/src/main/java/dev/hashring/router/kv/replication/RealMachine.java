package dev.hashring.router.kv.replication;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.hashring.protocol.Version;
import dev.hashring.router.nodes.Deadline;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.stereotype.Component;

/**
 * Real threads, a new one for each task, and real time.
 */
@Component
class RealMachine implements Machine {

	private final Executor threads;

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

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public long random() {
		return Version.newWriter();
	}

}
