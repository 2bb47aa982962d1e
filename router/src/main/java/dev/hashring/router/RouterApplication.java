package dev.hashring.router;

import java.security.Security;

import dev.hashring.router.membership.RingSettings;
import dev.hashring.router.membership.RingState;
import dev.hashring.web.WebConfiguration;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Starts the router.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import(WebConfiguration.class)
public class RouterApplication {

	static {
		// A container that is started again may have another address: look it up each
		// time.
		Security.setProperty("networkaddress.cache.ttl", "0");
		Security.setProperty("networkaddress.cache.negative.ttl", "0");
	}

	public static void main(String[] args) {
		application().run(args);
	}

	/**
	 * A router that is ready to run; its settings stand in {@code router.yml}.
	 */
	public static SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(RouterApplication.class).properties("spring.config.name=router");
	}

	@Bean
	RingState ringState(RingSettings settings) {
		return RingState.first(settings.shape(), settings.members());
	}

}
