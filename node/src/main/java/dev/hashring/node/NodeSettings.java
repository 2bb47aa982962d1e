package dev.hashring.node;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of a node.
 *
 * @param id its name, by which the ring knows it; empty: see {@link NodeId}
 * @param data the folder that is its own; none: it keeps nothing
 */
@ConfigurationProperties("node")
public record NodeSettings(@DefaultValue("") String id, @Nullable Path data) {

}
