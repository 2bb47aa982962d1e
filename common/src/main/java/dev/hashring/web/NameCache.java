package dev.hashring.web;

import java.security.Security;

/**
 * Java's cache of host names and their addresses.
 */
public final class NameCache {

	private NameCache() {
	}

	/**
	 * Turns it off, if no name was looked up yet: a container that is started again may
	 * have another address.
	 */
	public static void turnOff() {
		Security.setProperty("networkaddress.cache.ttl", "0");
		Security.setProperty("networkaddress.cache.negative.ttl", "0");
	}

}
