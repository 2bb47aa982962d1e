package dev.hashring.cluster;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Holds every request from {@link #begin()} to {@link #end()}, and counts requests.
 */
class Pause implements Filter {

	private static final Set<String> KEYS = Set.of("/handle", "/store/entries", "/store/heads", "/store/batch");

	private final Map<String, Integer> requests = new ConcurrentHashMap<>();

	private final AtomicInteger held = new AtomicInteger();

	private volatile CountDownLatch ended = new CountDownLatch(0);

	private volatile int delay;

	/**
	 * Makes every fourth request wait for up to so many milliseconds, as a network may.
	 */
	void delay(int milliseconds) {
		this.delay = milliseconds;
	}

	synchronized void begin() {
		if (this.ended.getCount() == 0) {
			this.ended = new CountDownLatch(1);
		}
	}

	synchronized void end() {
		this.ended.countDown();
	}

	/** How many requests for keys it holds. */
	int held() {
		return this.held.get();
	}

	/** How many requests came, such as {@code GET /store}. */
	int requests(String methodAndPath) {
		return this.requests.getOrDefault(methodAndPath, 0);
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest asked = (HttpServletRequest) request;
		String path = asked.getRequestURI();
		this.requests.merge(asked.getMethod() + " " + path, 1, Integer::sum);
		int keys = KEYS.contains(path) ? 1 : 0;
		this.held.addAndGet(keys);
		try {
			this.ended.await();
			if (this.delay > 0 && ThreadLocalRandom.current().nextInt(4) == 0) {
				Thread.sleep(ThreadLocalRandom.current().nextInt(this.delay));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.held.addAndGet(-keys);
		}
		chain.doFilter(request, response);
	}

}
