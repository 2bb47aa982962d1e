package dev.hashring.node.membership;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import dev.hashring.protocol.JoinRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * How a node joins the ring by itself.
 *
 * @param routers where the routers answer, all of one ring; none: the node does not join
 * @param url where the router reaches this node; null: at this host's name
 * @param weight how much of the ring it takes; null: as a member of weight 1
 * @param position where it stands in fixed placement; null: in the widest arc
 * @param lease how long the ring keeps it without hearing of it, in whole seconds
 * @param leaveTimeout how long it stays when it is to end, so that its entries can move
 */
@ConfigurationProperties("node")
record JoinSettings(@Name("router") @DefaultValue List<String> routers, @Nullable URI url, @Nullable Double weight,
		@Nullable Long position, @DefaultValue("6s") Duration lease, @DefaultValue("60s") Duration leaveTimeout) {

	private static final Duration LONGEST_RENEWAL = Duration.ofSeconds(2);

	JoinSettings {
		if (!routers.stream().allMatch((router) -> router.matches("https?://[^/?#@\\s]+/?"))) {
			throw new IllegalArgumentException(
					"node.router (ROUTER_URL) is '%s', but it has to read http://host:port, or several with commas between."
						.formatted(String.join(",", routers)));
		}
		if (lease.toSeconds() < 1 || lease.toHours() > 0) {
			throw new IllegalArgumentException(
					"node.lease (NODE_LEASE) is %s s, but it has to be from 1 s to less than an hour."
						.formatted(lease.toMillis() / 1000.0));
		}
	}

	/**
	 * How often the lease is renewed, so that two renewals may fail. A router that has
	 * forgotten the node hears of it soon, however long the lease is.
	 */
	Duration renewal() {
		Duration third = Duration.ofSeconds(this.lease.toSeconds()).dividedBy(3);
		return (third.compareTo(LONGEST_RENEWAL) < 0) ? third : LONGEST_RENEWAL;
	}

	/** What it asks of the router. */
	JoinRequest request(URI ownUrl) {
		return new JoinRequest((this.url != null) ? this.url : ownUrl, this.weight, this.position,
				(int) this.lease.toSeconds());
	}

}
