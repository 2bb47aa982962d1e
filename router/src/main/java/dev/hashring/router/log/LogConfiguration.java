package dev.hashring.router.log;

import java.nio.file.Path;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Chooses where the ring log is kept.
 */
@Configuration(proxyBeanMethods = false)
class LogConfiguration {

	@Bean
	Configured configured(Environment environment) {
		return Configured.of(Binder.get(environment));
	}

	@Bean
	RingLog ringLog(Environment environment) {
		String file = environment.getProperty("ring.state-file", "");
		return file.isBlank() ? new MemoryLog() : FileLog.open(Path.of(file));
	}

}
