package dev.hashring.node;

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
 * Starts a node.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@Import(WebConfiguration.class)
public class NodeApplication {

	/** What the large values of all requests may take together, in bytes. */
	private static final int MEMORY = 32 << 20;

	static {
		NameCache.turnOff();
	}

	public static void main(String[] args) {
		application().run(args);
	}

	/**
	 * A node that is ready to run; its settings stand in {@code node.yml}.
	 */
	public static SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(NodeApplication.class).properties("spring.config.name=node");
	}

	@Bean
	Memory memory() {
		return new Memory(MEMORY);
	}

}
