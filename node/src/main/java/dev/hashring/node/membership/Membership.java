package dev.hashring.node.membership;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import dev.hashring.node.NodeId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientResponseException;

/**
 * Keeps a node in the ring if its settings name routers: joins once the node answers
 * requests, renews its lease, and leaves before the node stops answering.
 */
@Component
class Membership implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(Membership.class);

	private static final long FIRST_PAUSE = 250;

	private static final long LONGEST_PAUSE = 3000;

	/** For requests that the router sent before it knew that the node leaves. */
	private static final Duration PAUSE = Duration.ofMillis(500);

	private static final Duration FAREWELL = Duration.ofMillis(500);

	private final JoinSettings settings;

	private final RouterClient router;

	private final Routers routers;

	private final String id;

	private final CountDownLatch leaving = new CountDownLatch(1);

	private @Nullable Thread thread;

	/** False only if the router can't know of this process. */
	private volatile boolean known;

	/** The router that knows of this node; empty while none does. */
	private String joined = "";

	private String trouble = "";

	Membership(JoinSettings settings, RouterClient router, Routers routers, NodeId id) {
		this.settings = settings;
		this.router = router;
		this.routers = routers;
		this.id = id.text();
	}

	@Override
	public boolean isAutoStartup() {
		return !this.settings.routers().isEmpty();
	}

	/** The last to start and the first to stop: after and before the web server. */
	@Override
	public int getPhase() {
		return DEFAULT_PHASE;
	}

	@Override
	public void start() {
		this.thread = new Thread(this::stayJoined, "membership");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	private void stayJoined() {
		long pause = FIRST_PAUSE;
		try {
			while (this.leaving.getCount() > 0) {
				if (joins()) {
					pause = FIRST_PAUSE;
					this.leaving.await(this.settings.renewal().toMillis(), TimeUnit.MILLISECONDS);
				}
				else {
					this.leaving.await(ThreadLocalRandom.current().nextLong(pause / 2, pause), TimeUnit.MILLISECONDS);
					pause = Math.min(2 * pause, LONGEST_PAUSE);
				}
			}
		}
		catch (HttpClientErrorException.Gone ex) {
			this.known = false;
			log.warn("Taken out of the ring; this node joins again after it has started anew.");
		}
		catch (InterruptedException ex) {
			// It leaves.
		}
	}

	private boolean joins() {
		try {
			this.known = true;
			this.router.join();
			if (!this.joined.equals(this.routers.current())) {
				this.joined = this.routers.current();
				log.info("In the ring of {}.", this.joined);
			}
			this.trouble = "";
			return true;
		}
		catch (HttpClientErrorException.Gone ex) {
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			String now = kind(ex);
			if (!now.equals(this.trouble) && this.leaving.getCount() > 0) {
				say(ex);
			}
			this.joined = "";
			this.trouble = now;
			return false;
		}
	}

	private void say(Exception failure) {
		if (failure instanceof NoSuchFileException missing) {
			log.info("Not in the ring yet: there is no token in {}. The router makes it; this node keeps trying.",
					missing.getFile());
		}
		else {
			log.warn("Not in the ring of {} This node keeps trying.", why(failure));
		}
	}

	/**
	 * Failures of the same kind are logged once, even if the router's sentence differs.
	 */
	private static String kind(Exception failure) {
		return (failure instanceof RestClientResponseException answer) ? answer.getStatusCode().toString()
				: failure.getClass().getName();
	}

	/** Which router did what, or all of them. */
	private String why(Exception failure) {
		if (failure instanceof HttpClientErrorException.Unauthorized) {
			return this.routers.current() + ", which wants another token.";
		}
		if (failure instanceof RestClientResponseException answer) {
			return "%s, which refuses this node as %s with status %s: %s".formatted(
					(answer instanceof HttpClientErrorException) ? this.routers.current() : this.routers, this.id,
					answer.getStatusCode().value(), sentence(answer));
		}
		return this.routers + ((failure instanceof ResourceAccessException) ? ", which does not answer."
				: ", which can't be asked: " + failure + ".");
	}

	private static String sentence(RestClientResponseException answer) {
		try {
			ProblemDetail problem = answer.getResponseBodyAs(ProblemDetail.class);
			return (problem != null) ? String.valueOf(problem.getDetail()) : "";
		}
		catch (RuntimeException ex) {
			return answer.getResponseBodyAsString();
		}
	}

	/** Leaves, and stays until its entries have moved, or its time is up. */
	private void handOver() throws IOException, InterruptedException {
		long end = System.nanoTime() + this.settings.leaveTimeout().toNanos();
		while (!this.router.leave()) {
			if (System.nanoTime() > end) {
				log.warn("Entries of this node are still moving, but its time is up. It comes back as what it was.");
				return;
			}
			Thread.sleep(PAUSE.toMillis());
			// Its lease must not run out meanwhile. Once it has left, it is refused.
			renewQuietly();
		}
	}

	private void renewQuietly() {
		try {
			this.router.join();
		}
		catch (IOException | RuntimeException ex) {
			log.debug("The lease was not renewed", ex);
		}
	}

	@Override
	public void stop() {
		try {
			this.leaving.countDown();
			if (this.thread != null) {
				this.thread.interrupt();
				this.thread.join();
				this.thread = null;
			}
			if (this.known) {
				handOver();
				log.info("Left the ring of {}.", this.routers.current());
				Thread.sleep(FAREWELL.toMillis());
			}
		}
		catch (IOException | RuntimeException ex) {
			log.info("Could not leave the ring of {}", why(ex));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
