/**
 * The replicas of entries: how their stores are asked, one or many, and how replicas that
 * differ become the same again.
 */
@NullMarked
package dev.hashring.router.kv.replication;

import org.jspecify.annotations.NullMarked;
