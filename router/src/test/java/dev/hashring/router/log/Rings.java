package dev.hashring.router.log;

import java.util.Map;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.env.MockEnvironment;

/**
 * Rings without a router.
 */
public final class Rings {

	private Rings() {
	}

	/** A ring with this configuration, as if its router had just started. */
	public static LiveRing live(Map<String, String> configuration) {
		MockEnvironment environment = new MockEnvironment();
		configuration.forEach(environment::setProperty);
		return new LiveRing(new LogConfiguration().ringLog(environment), configured(configuration));
	}

	/** What is configured. */
	public static Configured configured(Map<String, String> configuration) {
		return Configured.of(new Binder(new MapConfigurationPropertySource(configuration)));
	}

}
