package dev.hashring.router.page;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * Lets the page load from this router alone and run no script but its files, and has
 * browsers ask each time whether a file has changed. Each answer's {@code ETag} is a hash
 * of its content: in a reproducible build all files are of the same time. What is asked
 * for as {@code /} is forwarded to the page.
 */
@Component
@FilterRegistration(urlPatterns = { "/index.html", "/page.css", "/icon.svg", "/css/*", "/js/*" },
		dispatcherTypes = { DispatcherType.REQUEST, DispatcherType.FORWARD })
class PageFiles extends ShallowEtagHeaderFilter {

	private static final String POLICY = "default-src 'self'; object-src 'none'; "
			+ "base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

	PageFiles() {
		setWriteWeakETag(true); // what has a strong one is not compressed
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		response.setHeader("Content-Security-Policy", POLICY);
		response.setHeader("X-Content-Type-Options", "nosniff");
		// The token is in the page's address.
		response.setHeader("Referrer-Policy", "no-referrer");
		super.doFilterInternal(request, response, chain);
	}

}
