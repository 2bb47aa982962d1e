/**
 * Key-value pairs: each key is a register, which replicas keep and a majority of them
 * reads back.
 */
@NullMarked
package dev.hashring.router.kv;

import org.jspecify.annotations.NullMarked;
