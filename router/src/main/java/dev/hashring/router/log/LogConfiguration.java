package dev.hashring.router.log;

import java.nio.file.Path;
import java.time.Duration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
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

	@Bean
	@Conditional(OnShared.class)
	ZooKeeperConnection zooKeeper(Environment environment) {
		return ZooKeeperConnection.open(ZooKeeperAddress.parse(environment.getProperty("ring.shared", "").strip()),
				PATIENCE);
	}

	@Bean
	RingLog ringLog(Environment environment, ObjectProvider<ZooKeeperConnection> zooKeeper) {
		ZooKeeperConnection shared = zooKeeper.getIfAvailable();
		String file = environment.getProperty("ring.state-file", "");
		return (shared != null) ? ZooKeeperLog.open(shared)
				: file.isBlank() ? new MemoryLog() : FileLog.open(Path.of(file));
	}

}
