package dev.hashring.router.store;

import dev.hashring.protocol.Version;

/**
 * What a replica made of a value that it was to store in its next version.
 *
 * @param isNew whether there was no value before
 */
record Stored(Version version, boolean isNew) {

}
