package dev.hashring.node;

import dev.hashring.web.WebConfiguration;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * Starts a node.
 */
@SpringBootApplication
@EnableConfigurationProperties(NodeSettings.class)
@Import(WebConfiguration.class)
public class NodeApplication {

	public static void main(String[] args) {
		application().run(args);
	}

	/**
	 * A node that is ready to run; its settings stand in {@code node.yml}.
	 */
	public static SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(NodeApplication.class).properties("spring.config.name=node");
	}

}
