package dev.hashring.router.kv.rebalance;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * How entries move.
 *
 * @param rebalanceRate how many bytes of values may travel in a second, such as
 * {@code 10MB}; null: as fast as reads and writes allow
 */
@ConfigurationProperties("ring")
record RebalanceSettings(@Nullable DataSize rebalanceRate) {

	long bytesPerSecond() {
		return (this.rebalanceRate != null) ? this.rebalanceRate.toBytes() : 0;
	}

}
