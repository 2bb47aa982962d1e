package dev.hashring.router.store;

import dev.hashring.protocol.Version;

/**
 * What a replica has for a key, without the value.
 *
 * @param deleted whether it is a tombstone
 */
record Head(Version version, boolean deleted) {

}
