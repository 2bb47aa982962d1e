package dev.hashring.web;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/**
 * Keeps answers out of every cache, unless what answers says otherwise.
 */
class NotCached implements Filter {

	static final String NO_STORE = "no-store";

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		((HttpServletResponse) response).setHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
		chain.doFilter(request, response);
	}

}
