package dev.hashring.cluster;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * Holds every request from {@link #begin()} to {@link #end()}.
 */
class Pause implements Filter {

	private volatile CountDownLatch ended = new CountDownLatch(0);

	synchronized void begin() {
		if (this.ended.getCount() == 0) {
			this.ended = new CountDownLatch(1);
		}
	}

	synchronized void end() {
		this.ended.countDown();
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		try {
			this.ended.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		chain.doFilter(request, response);
	}

}
