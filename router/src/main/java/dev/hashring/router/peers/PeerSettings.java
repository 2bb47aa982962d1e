package dev.hashring.router.peers;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this router is known to those that share its ring.
 *
 * @param router its name; empty: that of its machine
 * @param publicUrl where people reach it; none: where it listens, if that is one address
 */
@ConfigurationProperties("ring")
record PeerSettings(@DefaultValue("") String router, @Nullable URI publicUrl) {
}
