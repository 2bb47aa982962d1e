package dev.hashring.router.access;

import java.util.Set;

import dev.hashring.web.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Answers 401 to a request that would change something and does not show the token,
 * before its body is read.
 */
@Configuration(proxyBeanMethods = false)
class ChangesNeedToken implements WebMvcConfigurer, HandlerInterceptor {

	private static final Set<String> CHANGE_NOTHING = Set.of("GET", "HEAD", "OPTIONS");

	private final RingToken token;

	ChangesNeedToken(RingToken token) {
		this.token = token;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this)
			.addPathPatterns("/ring/**", "/local/**")
			.excludePathPatterns("/ring/preview", "/ring/lookup");
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (CHANGE_NOTHING.contains(request.getMethod())
				|| this.token.isShownIn(request.getHeader(HttpHeaders.AUTHORIZATION))) {
			return true;
		}
		throw Refusal.withoutToken("Changes need the ring's token, as in the header Authorization: Bearer …");
	}

}
