package dev.hashring.router.store;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.hashring.router.membership.LiveRing;
import dev.hashring.web.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Lets so many requests for values be under way at once that their values, each in a copy
 * from each replica, have room in memory. Others wait.
 */
@Configuration(proxyBeanMethods = false)
class Places implements WebMvcConfigurer, HandlerInterceptor {

	private static final int COUNT = 32;

	private final Semaphore free = new Semaphore(COUNT, true);

	private final LiveRing ring;

	Places(LiveRing ring) {
		this.ring = ring;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this).addPathPatterns("/kv");
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws InterruptedException {
		long deadline = this.ring.state().settings().deadline().toMillis();
		if (this.free.tryAcquire(deadline, TimeUnit.MILLISECONDS)) {
			return true;
		}
		throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "Too many ask for values; try again later.");
	}

	@Override
	public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable Exception ex) {
		this.free.release();
	}

}
