package dev.hashring.router.api;

import dev.hashring.router.log.LiveRing;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Says in each answer if it comes from a ring that may be an old one, since this router
 * can't see what others change.
 */
@Configuration(proxyBeanMethods = false)
class StaleStateHeader implements WebMvcConfigurer, HandlerInterceptor {

	private final LiveRing ring;

	StaleStateHeader(LiveRing ring) {
		this.ring = ring;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this);
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (!this.ring.isReachable()) {
			response.setHeader("X-Ring-State", "stale");
		}
		return true;
	}

}
