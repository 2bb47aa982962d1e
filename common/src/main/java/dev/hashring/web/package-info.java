/**
 * What the web servers of router and node have in common, together with {@code web.yml}.
 */
@NullMarked
package dev.hashring.web;

import org.jspecify.annotations.NullMarked;
