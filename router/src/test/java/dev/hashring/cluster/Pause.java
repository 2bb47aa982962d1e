package dev.hashring.cluster;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * Holds every request from {@link #begin()} to {@link #end()}.
 */
class Pause implements Filter {

	private final AtomicInteger held = new AtomicInteger();

	private volatile CountDownLatch ended = new CountDownLatch(0);

	synchronized void begin() {
		if (this.ended.getCount() == 0) {
			this.ended = new CountDownLatch(1);
		}
	}

	synchronized void end() {
		this.ended.countDown();
	}

	/** How many requests it holds. */
	int held() {
		return this.held.get();
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		this.held.incrementAndGet();
		try {
			this.ended.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.held.decrementAndGet();
		}
		chain.doFilter(request, response);
	}

}
