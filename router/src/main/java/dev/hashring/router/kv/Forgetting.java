package dev.hashring.router.kv;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

import dev.hashring.router.kv.KeyList.Keys;
import dev.hashring.router.kv.replication.Machine;
import dev.hashring.router.kv.replication.TooFewReplicasException;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.nodes.Deadline;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Deletes all values whose keys start with a prefix.
 */
@Component
class Forgetting {

	/** How many are deleted at the same time. */
	private static final int AT_ONCE = 50;

	private final LiveRing ring;

	private final Register register;

	private final KeyList list;

	private final Machine machine;

	Forgetting(LiveRing ring, Register register, KeyList list, Machine machine) {
		this.ring = ring;
		this.register = register;
		this.list = list;
		this.machine = machine;
	}

	/**
	 * Deletes values. One that is put meanwhile may stay.
	 * @return how many were deleted
	 * @throws ForgettingStoppedException if some may be left, since replicas were away
	 */
	long forget(String prefix) {
		AtomicLong deleted = new AtomicLong();
		try {
			@Nullable String after = "";
			while (after != null) {
				Keys page = this.list.page(prefix, after, AT_ONCE, deadline());
				CompletableFuture
					.allOf(page.keys()
						.stream()
						.map((key) -> CompletableFuture.runAsync(() -> delete(key, deleted), this.machine))
						.toArray(CompletableFuture<?>[]::new))
					.join();
				after = page.next();
			}
			return deleted.get();
		}
		catch (TooFewReplicasException ex) {
			throw new ForgettingStoppedException(deleted.get(), ex);
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof TooFewReplicasException tooFew) {
				throw new ForgettingStoppedException(deleted.get(), tooFew);
			}
			throw ex;
		}
	}

	private void delete(String key, AtomicLong deleted) {
		this.register.write(key, null, deadline())
			.filter((written) -> !written.isNew())
			.ifPresent((written) -> deleted.incrementAndGet());
	}

	private Deadline deadline() {
		return this.machine.deadline(this.ring.state());
	}

}
