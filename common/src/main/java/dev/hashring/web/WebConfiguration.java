package dev.hashring.web;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Makes every error of a web server problem details or plain text, never HTML. Its
 * settings stand in {@code web.yml}.
 */
@Configuration(proxyBeanMethods = false)
@Import(Problems.class)
public class WebConfiguration {

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> plainTextErrors() {
		return (factory) -> factory
			.addContextCustomizers((context) -> context.getParent().getPipeline().addValve(new PlainTextErrors()));
	}

}
