package dev.hashring.router.kv.replication;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.hashring.router.kv.replication.NoAnswerException.Kind;

/**
 * Answers that come later. One that does not come is a {@link NoAnswerException}.
 */
public final class Answers {

	private Answers() {
	}

	/** Something that waits for an answer. */
	@FunctionalInterface
	public interface Wait<T> {

		T get() throws NoAnswerException;

	}

	/** The answer for which a thread of these waits. */
	public static <T> CompletableFuture<T> in(Executor threads, Wait<T> wait) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		threads.execute(() -> {
			try {
				answer.complete(wait.get());
			}
			catch (NoAnswerException ex) {
				answer.completeExceptionally(ex);
			}
			catch (RuntimeException | Error ex) {
				answer.completeExceptionally(broken(ex));
			}
		});
		return answer;
	}

	static NoAnswerException broken(Throwable cause) {
		return new NoAnswerException(Kind.SILENT, "could not be asked: " + cause);
	}

}
