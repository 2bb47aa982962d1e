package dev.hashring.node.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import dev.hashring.node.NodeId;
import dev.hashring.node.store.Store;
import dev.hashring.protocol.StoreHeader;
import dev.hashring.web.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Answers 409 to calls of the store that are meant for another node, since that one's
 * member has the url of this one. Otherwise two replicas could be one. Each answer says
 * whose it is.
 */
@Configuration(proxyBeanMethods = false)
class MeantForThisNode implements WebMvcConfigurer, HandlerInterceptor {

	private final String id;

	private final Store store;

	MeantForThisNode(NodeId id, Store store) {
		this.store = store;
		this.id = URLEncoder.encode(id.text(), StandardCharsets.UTF_8);
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		// After the one that asks for the token.
		registry.addInterceptor(this).addPathPatterns("/store/**").order(1);
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		response.setHeader(StoreHeader.NODE, this.id);
		this.store.identity().ifPresent((identity) -> response.setHeader(StoreHeader.STORE, identity.store()));
		String wanted = request.getHeader(StoreHeader.NODE);
		if (wanted != null && !wanted.equals(this.id)) {
			throw new Refusal(HttpStatus.CONFLICT, "This node is %s, and not %s.", this.id, wanted);
		}
		return true;
	}

}
