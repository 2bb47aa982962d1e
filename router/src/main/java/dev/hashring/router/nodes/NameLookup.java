package dev.hashring.router.nodes;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up the addresses of hosts, and gives up in time. Java's own look-up can't be
 * interrupted and may take 10 s for the name of a stopped container, so each runs in a
 * thread of its own, which is shared by all requests for the same name.
 */
class NameLookup {

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "name-lookup");
		thread.setDaemon(true);
		return thread;
	});

	private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> underWay = new ConcurrentHashMap<>();

	private final Resolver resolver;

	NameLookup(Resolver resolver) {
		this.resolver = resolver;
	}

	/**
	 * The addresses of a host, at least one.
	 * @throws TimeoutException if there was no answer in time
	 */
	InetAddress[] addresses(String host, long timeoutNanos)
			throws UnknownHostException, TimeoutException, InterruptedException {
		CompletableFuture<InetAddress[]> lookup = this.underWay.computeIfAbsent(host,
				(name) -> CompletableFuture.supplyAsync(() -> lookUp(name), this.threads));
		try {
			return lookup.get(timeoutNanos, TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw new UnknownHostException(host);
		}
	}

	private InetAddress[] lookUp(String host) {
		try {
			return this.resolver.addresses(host);
		}
		catch (UnknownHostException ex) {
			throw new CompletionException(ex);
		}
		finally {
			// Those who ask from now on get a new look-up.
			this.underWay.remove(host);
		}
	}

	/** Answers with the addresses of a host, in its own time. */
	@FunctionalInterface
	interface Resolver {

		InetAddress[] addresses(String host) throws UnknownHostException;

	}

}
