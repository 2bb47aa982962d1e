package dev.hashring.node.access;

import dev.hashring.web.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Keeps everybody out of the store who does not show the cluster's token. Nothing of such
 * a request's body is read.
 */
@Configuration(proxyBeanMethods = false)
class TokenRequired implements WebMvcConfigurer, HandlerInterceptor {

	private final ClusterToken token;

	TokenRequired(ClusterToken token) {
		this.token = token;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this).addPathPatterns("/store/**");
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (this.token.isShownIn(request.getHeader(HttpHeaders.AUTHORIZATION))) {
			return true;
		}
		if (!this.token.isKnown()) {
			throw new Refusal(HttpStatus.FORBIDDEN,
					"This node has no token (RING_TOKEN or RING_TOKEN_FILE), so its store is closed to everybody.");
		}
		throw Refusal.withoutToken("The store needs the cluster's token, as in the header Authorization: Bearer …");
	}

}
