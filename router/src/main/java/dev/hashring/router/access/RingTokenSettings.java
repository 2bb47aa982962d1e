package dev.hashring.router.access;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the token comes from.
 *
 * @param token what callers must show to change the ring; empty: one is made up
 * @param tokenFile where one that was made up is kept, for nodes to read; none: nowhere
 * @param publicUrl where people reach the router, for the link that is printed; empty:
 * this machine
 */
@ConfigurationProperties("ring")
record RingTokenSettings(@DefaultValue("") String token, @Nullable Path tokenFile, @DefaultValue("") String publicUrl) {

	@Override
	public String toString() {
		return "RingTokenSettings[tokenFile=%s, publicUrl=%s]".formatted(this.tokenFile, this.publicUrl);
	}

}
