package dev.hashring.router.peers;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

import dev.hashring.router.access.RingToken;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.log.ZooKeeperConnection;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * Finds the other routers, where there are some.
 */
@Configuration(proxyBeanMethods = false)
class PeerConfiguration {

	@Bean
	Peers peers(@Nullable ZooKeeperConnection shared, LiveRing ring, PeerSettings settings, RingToken token) {
		if (shared == null) {
			return Peers.ALONE;
		}
		ZooKeeperPeers peers = new ZooKeeperPeers(name(settings), ring, shared);
		peers.require(token);
		return peers;
	}

	private static String name(PeerSettings settings) {
		if (!settings.router().isBlank()) {
			return settings.router().strip();
		}
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "router";
		}
	}

	/** Once this router can answer. */
	@EventListener
	void start(ServletWebServerInitializedEvent started) throws Exception {
		ApplicationContext context = started.getApplicationContext();
		if (context.getBean(Peers.class) instanceof ZooKeeperPeers peers) {
			URI url = context.getBean(PeerSettings.class).publicUrl();
			String address = context.getEnvironment().getProperty("server.address", "0.0.0.0");
			boolean isOpen = InetAddress.getByName(address).isAnyLocalAddress();
			peers.start((url != null || isOpen) ? url
					: new URI("http", null, address, started.getWebServer().getPort(), null, null, null));
		}
	}

}
