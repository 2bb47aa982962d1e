package dev.hashring.router.membership;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the ring starts with, beside its settings.
 *
 * @param members who is in it and stays without a lease
 * @param stateFile where its state is kept, to go on from there; without one it starts
 * anew
 */
@ConfigurationProperties("ring")
record RingStart(@DefaultValue List<Member> members, @Nullable Path stateFile) {

}
