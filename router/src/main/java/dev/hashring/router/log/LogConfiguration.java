package dev.hashring.router.log;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Chooses where the ring log is kept.
 */
@Configuration(proxyBeanMethods = false)
class LogConfiguration {

	/** All may be starting at the same time. */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Bean
	Configured configured(Environment environment) {
		return Configured.of(Binder.get(environment));
	}

	/** Null if this router has its ring to itself. Spring closes it. */
	@Bean
	@Nullable ZooKeeperConnection zooKeeper(Environment environment) {
		String shared = environment.getProperty("ring.shared", "").strip();
		return shared.isEmpty() ? null : ZooKeeperConnection.open(ZooKeeperAddress.parse(shared), PATIENCE);
	}

	@Bean
	RingLog ringLog(Environment environment, @Nullable ZooKeeperConnection shared) {
		String file = environment.getProperty("ring.state-file", "");
		return (shared != null) ? ZooKeeperLog.open(shared)
				: file.isBlank() ? new MemoryLog() : FileLog.open(Path.of(file));
	}

}
