package dev.hashring.router.log;

import java.nio.file.Path;
import java.util.Map;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Rings without a router.
 */
public final class Rings {

	private Rings() {
	}

	/** A ring with this configuration, as if its router had just started. */
	public static LiveRing live(Map<String, String> configuration) {
		String file = configuration.get("ring.state-file");
		return new LiveRing((file != null) ? FileLog.open(Path.of(file)) : new MemoryLog(), configured(configuration));
	}

	/** What is configured. */
	public static Configured configured(Map<String, String> configuration) {
		return Configured.of(new Binder(new MapConfigurationPropertySource(configuration)));
	}

}
