package dev.hashring.router;

import dev.hashring.web.Memory;
import dev.hashring.web.NameCache;
import dev.hashring.web.WebConfiguration;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Starts the router.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@Import(WebConfiguration.class)
public class RouterApplication {

	/** What the large values of all requests may take together, in bytes. */
	private static final int MEMORY = 64 << 20;

	static {
		NameCache.turnOff();
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
	Memory memory() {
		return new Memory(MEMORY);
	}

}
