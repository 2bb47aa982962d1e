package dev.hashring.web;

import org.apache.tomcat.util.buf.EncodedSolidusHandling;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * What both web servers have: plain text for the errors that Tomcat answers, any host
 * name, JSON as the only format of bodies, and answers that no cache keeps. Settings are
 * in {@code web.yml}.
 */
@Configuration(proxyBeanMethods = false)
public class WebConfiguration implements WebMvcConfigurer {

	/** JSON alone: a library brings YAML along, which no bound on the size holds for. */
	@Override
	public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
		builder.configureMessageConvertersList((converters) -> converters
			.removeIf((converter) -> converter.getSupportedMediaTypes().contains(MediaType.APPLICATION_YAML)));
	}

	@Bean
	FilterRegistrationBean<NotCached> notCached() {
		FilterRegistrationBean<NotCached> registration = new FilterRegistrationBean<>(new NotCached());
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	/** Otherwise all patterns of the actuator are tried on each request. */
	@Bean
	SmartInitializingSingleton ownPathsFirst(RequestMappingHandlerMapping requestMappingHandlerMapping) {
		return () -> requestMappingHandlerMapping.setOrder(Ordered.HIGHEST_PRECEDENCE);
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcat() {
		return (factory) -> {
			factory.setProtocol(AnyHostName.class.getName());
			// The id of a member may have a / or a \ in it.
			factory.addConnectorCustomizers((connector) -> {
				connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
				connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
			});
			factory
				.addContextCustomizers((context) -> context.getParent().getPipeline().addValve(new PlainTextErrors()));
		};
	}

}
