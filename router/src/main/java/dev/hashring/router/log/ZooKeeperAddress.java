package dev.hashring.router.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.hashring.web.WrongSettingException;
import org.apache.curator.utils.PathUtils;

/**
 * Where routers share a ring: {@code zookeeper://host:port,host:port/path}.
 *
 * @param servers the servers of ZooKeeper, as its client takes them
 * @param path where in it the ring is kept
 */
record ZooKeeperAddress(String servers, String path) {

	private static final String SERVER = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?";

	private static final Pattern ADDRESS = Pattern
		.compile("zookeeper://(%s(?:,%s)*)(/[^?#]+)".formatted(SERVER, SERVER));

	/**
	 * Reads the setting.
	 * @throws WrongSettingException if it is no such address
	 */
	static ZooKeeperAddress parse(String text) {
		Matcher address = ADDRESS.matcher(text);
		try {
			if (address.matches()) {
				return new ZooKeeperAddress(address.group(1), PathUtils.validatePath(address.group(2)));
			}
		}
		catch (IllegalArgumentException ex) {
			// The same sentence.
		}
		throw new WrongSettingException(
				"ring.shared is '%s', which is no address like zookeeper://zk1:2181,zk2:2181/hashring."
					.formatted(text));
	}

	@Override
	public String toString() {
		return "zookeeper://" + this.servers + this.path;
	}

}
