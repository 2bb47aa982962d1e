/**
 * Checks the manifests for Kubernetes.
 */
@NullMarked
package dev.hashring.deploy;

import org.jspecify.annotations.NullMarked;
