package dev.hashring.router.kv;

import java.util.Set;

import dev.hashring.protocol.QueryParameter;
import dev.hashring.router.access.RingToken;
import dev.hashring.router.kv.ValueSettings.Writers;
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
 * Refuses requests that would put or delete values and may not, before their bodies are
 * read. To delete many at once always needs the ring's token.
 */
@Configuration(proxyBeanMethods = false)
class WritePermission implements WebMvcConfigurer, HandlerInterceptor {

	private static final Set<String> CHANGES = Set.of("PUT", "DELETE");

	private final Writers writers;

	private final RingToken token;

	WritePermission(ValueSettings settings, RingToken token) {
		this.writers = settings.values();
		this.token = token;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this).addPathPatterns("/kv");
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (!CHANGES.contains(request.getMethod())) {
			return true;
		}
		if (this.writers == Writers.OFF) {
			throw new Refusal(HttpStatus.FORBIDDEN, "Values can only be read here, since ring.values is off.");
		}
		boolean many = request.getMethod().equals("DELETE")
				&& QueryParameter.first(request.getQueryString(), "prefix").isPresent();
		if ((many || this.writers == Writers.TOKEN)
				&& !this.token.isShownIn(request.getHeader(HttpHeaders.AUTHORIZATION))) {
			throw Refusal.withoutToken("%s needs the ring's token, as in the header Authorization: Bearer …"
				.formatted(many ? "Deleting many values at once" : "Changing values"));
		}
		return true;
	}

}
