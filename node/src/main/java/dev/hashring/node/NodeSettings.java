package dev.hashring.node;

import jakarta.validation.constraints.NotEmpty;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of a node.
 *
 * @param id its name, by which the ring knows it
 */
@Validated
@ConfigurationProperties("node")
record NodeSettings(@DefaultValue("unknown") @NotEmpty String id) {

}
