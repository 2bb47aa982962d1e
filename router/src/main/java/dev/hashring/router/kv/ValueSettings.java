package dev.hashring.router.kv;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What callers may do with values.
 *
 * @param values who may put and delete them
 */
@ConfigurationProperties("ring")
record ValueSettings(@DefaultValue("open") Writers values) {

	/** Who may put and delete values. */
	enum Writers {

		/** Everyone. */
		OPEN,

		/** Those who show the ring's token. */
		TOKEN,

		/** No one: values can only be read. */
		OFF

	}

}
