package dev.hashring.protocol;

import java.net.IDN;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host and the port of a URL that reads {@code http://host:port}. Takes each name
 * that a resolver may know, also those that {@link URI#getHost()} does not, such as
 * Docker's {@code demo_node1_1} and {@code node4.1}.
 *
 * @param host a name in ASCII (RFC 5890), or an address, IPv6 without brackets
 * @param port from 1 to 65535
 */
public record HostPort(String host, int port) {

	private static final int USUAL_PORT = 80;

	private static final Pattern AUTHORITY = Pattern
		.compile("(?:\\[(?<ipv6>[^\\]]+)]|(?<name>[\\w\\-\\P{ASCII}][\\w.\\-\\P{ASCII}]*))(?::(?<port>[0-9]{0,5}))?");

	public HostPort {
		if (host.isEmpty() || port < 1 || port > 65535) {
			throw new IllegalArgumentException("There is no host '" + host + "' with the port " + port + ".");
		}
	}

	/**
	 * The host and the port that a URL names; without a port, 80.
	 * @throws IllegalArgumentException if it has no host, or more than that
	 */
	public static HostPort of(URI url) {
		Matcher parts = AUTHORITY.matcher(String.valueOf(url.getRawAuthority()));
		if (!"http".equalsIgnoreCase(url.getScheme()) || url.getRawAuthority() == null || !parts.matches()
				|| url.getRawPath().length() > 1 || url.getRawQuery() != null || url.getRawFragment() != null) {
			throw new IllegalArgumentException("'" + url + "' does not read http://host:port.");
		}
		String ipv6 = parts.group("ipv6");
		String port = parts.group("port");
		return new HostPort(
				(ipv6 != null) ? ipv6.replace("%25", "%") : IDN.toASCII(parts.group("name"), IDN.ALLOW_UNASSIGNED),
				(port == null || port.isEmpty()) ? USUAL_PORT : Integer.parseInt(port));
	}

	/** As in a URL, or in the header {@code Host}: an IPv6 address has no zone there. */
	@Override
	public String toString() {
		return (this.host.contains(":") ? "[" + this.host.replaceFirst("%.*", "") + "]" : this.host) + ":" + this.port;
	}

}
