package dev.hashring.router.peers;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import dev.hashring.router.access.RingToken;
import dev.hashring.router.access.TokenSeal;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.log.LogFailedException;
import dev.hashring.router.log.ZooKeeperConnection;
import dev.hashring.web.WrongSettingException;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The routers that share a ring in ZooKeeper. Each is a node that ends with its
 * connection; a lease that is renewed is a node that is written again, and so is what the
 * one that leads says of a rebalance.
 */
final class ZooKeeperPeers implements Peers, AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(ZooKeeperPeers.class);

	/** For how long a router leads at least. */
	private static final Duration TURN = Duration.ofSeconds(5);

	private static final String ROUTERS = "/routers";

	private static final String LEADER = "/leader";

	private static final String LEASES = "/leases";

	private static final String TOKEN = "/token";

	private static final String PROGRESS = "/progress";

	private final String id;

	private final LiveRing ring;

	private final ZooKeeperConnection connection;

	private final CuratorFramework zooKeeper;

	private volatile @Nullable Router own;

	private @Nullable PersistentNode presence;

	private final CuratorCache routers;

	private final CuratorCache leases;

	private final CuratorCache progress;

	private final List<Runnable> whenLeading = new CopyOnWriteArrayList<>();

	private volatile LeaderLatch latch;

	private volatile long ledSince;

	private final List<BiConsumer<String, Duration>> renewals = new CopyOnWriteArrayList<>();

	private final List<Consumer<byte[]>> progresses = new CopyOnWriteArrayList<>();

	ZooKeeperPeers(String id, LiveRing ring, ZooKeeperConnection connection) {
		this.id = id;
		this.ring = ring;
		this.connection = connection;
		this.zooKeeper = connection.client();
		this.routers = CuratorCache.build(this.zooKeeper, ROUTERS);
		this.leases = CuratorCache.build(this.zooKeeper, LEASES);
		this.progress = CuratorCache.build(this.zooKeeper, PROGRESS, CuratorCache.Options.SINGLE_NODE_CACHE);
		this.latch = latch();
		this.leases.listenable()
			.addListener(CuratorCacheListener.builder()
				.forCreatesAndChanges((before, now) -> renewedElsewhere(now))
				.build());
		this.progress.listenable()
			.addListener(CuratorCacheListener.builder()
				.forCreatesAndChanges(
						(before, now) -> this.progresses.forEach((listener) -> listener.accept(now.getData())))
				// What was told before is no news.
				.afterInitialized()
				.build());
		ring.listen((step) -> step.before()
			.everyone()
			.keySet()
			.stream()
			.filter((member) -> leads() && !step.after().everyone().containsKey(member))
			.forEach(this::forgetLease));
	}

	/**
	 * Refuses a ring whose routers have another token. The first one of all may bring a
	 * new one.
	 * @throws WrongSettingException if they have
	 */
	void require(RingToken token) {
		try {
			byte[] own = JsonMapper.shared().writeValueAsBytes(token.seal());
			try {
				TokenSeal seal = JsonMapper.shared()
					.readValue(this.zooKeeper.getData().forPath(TOKEN), TokenSeal.class);
				if (!token.fits(seal) && hasRouters()) {
					throw this.connection.unusable("its routers have another token than this one (ring.token)");
				}
				if (!token.fits(seal)) {
					this.zooKeeper.setData().forPath(TOKEN, own);
				}
			}
			catch (NoNodeException ex) {
				this.zooKeeper.create().forPath(TOKEN, own);
			}
		}
		catch (WrongSettingException ex) {
			throw ex;
		}
		catch (NodeExistsException ex) {
			require(token);
		}
		catch (Exception ex) {
			throw this.connection.unusable(String.valueOf(ex.getMessage()));
		}
	}

	private boolean hasRouters() throws Exception {
		Stat routers = this.zooKeeper.checkExists().forPath(ROUTERS);
		return routers != null && routers.getNumChildren() > 0;
	}

	/** Is seen by the others from now on, and sees them. */
	void start(@Nullable URI url) throws Exception {
		Router router = new Router(this.id, url);
		this.own = router;
		String node = ROUTERS + "/" + encoded(this.id) + "#" + UUID.randomUUID();
		this.presence = new PersistentNode(this.zooKeeper, CreateMode.EPHEMERAL, false, node,
				JsonMapper.shared().writeValueAsBytes(router));
		this.presence.start();
		this.routers.start();
		this.leases.start();
		this.progress.start();
		this.latch.start();
	}

	private LeaderLatch latch() {
		LeaderLatch latch = new LeaderLatch(this.zooKeeper, LEADER, this.id);
		latch.addListener(new LeaderLatchListener() {

			@Override
			public void isLeader() {
				ZooKeeperPeers.this.ledSince = System.nanoTime();
				ZooKeeperPeers.this.whenLeading.forEach(Runnable::run);
			}

			@Override
			public void notLeader() {
				// A rebalance under way asks by itself whether it still leads.
			}

		});
		return latch;
	}

	private static String encoded(String id) {
		return URLEncoder.encode(id, StandardCharsets.UTF_8);
	}

	private static Duration lease(ChildData node) {
		return Duration.parse(new String(node.getData(), StandardCharsets.UTF_8));
	}

	private static String path(String member) {
		// A path may have no segments of dots alone.
		return LEASES + "/=" + encoded(member);
	}

	private void renewedElsewhere(ChildData node) {
		String name = node.getPath().substring(node.getPath().lastIndexOf('/') + 1);
		if (name.startsWith("=")) {
			String member = URLDecoder.decode(name.substring(1), StandardCharsets.UTF_8);
			this.renewals.forEach((listener) -> listener.accept(member, lease(node)));
		}
	}

	private void forgetLease(String member) {
		try {
			this.zooKeeper.delete().quietly().inBackground().forPath(path(member));
		}
		catch (Exception ex) {
			// It does no harm where it is.
		}
	}

	@Override
	public Optional<Router> own() {
		return Optional.ofNullable(this.own);
	}

	@Override
	public List<Router> all() {
		List<Router> all = new ArrayList<>();
		this.routers.stream()
			.filter((node) -> node.getPath().startsWith(ROUTERS + "/") && node.getData().length > 0)
			.map((node) -> JsonMapper.shared().readValue(node.getData(), Router.class))
			.sorted(Comparator.comparing(Router::id))
			.forEach(all::add);
		return all;
	}

	@Override
	public boolean leads() {
		return this.latch.hasLeadership();
	}

	/** A latch stands in a queue; a new one is its last. */
	@Override
	public synchronized void resign() {
		if (leads() && all().size() > 1 && System.nanoTime() - this.ledSince > TURN.toNanos()) {
			try {
				this.latch.close();
				this.latch = latch();
				this.latch.start();
			}
			catch (Exception ex) {
				log.warn("This router can't take its turn in {}", this.connection, ex);
			}
		}
	}

	@Override
	public void whenLeading(Runnable work) {
		this.whenLeading.add(work);
	}

	@Override
	public void renewed(String member, Duration lease) {
		write(path(member), lease.toString().getBytes(StandardCharsets.UTF_8));
	}

	private void write(String path, byte[] content) {
		if (!this.ring.isReachable()) {
			throw LogFailedException.unreachable(null);
		}
		try {
			this.zooKeeper.create().orSetData().creatingParentsIfNeeded().forPath(path, content);
		}
		catch (Exception ex) {
			throw LogFailedException.unknown(ex);
		}
	}

	@Override
	public Optional<Duration> lease(String member) {
		return this.leases.get(path(member)).map(ZooKeeperPeers::lease);
	}

	@Override
	public void onRenewal(BiConsumer<String, Duration> listener) {
		this.renewals.add(listener);
	}

	@Override
	public void tellProgress(byte[] progress) {
		write(PROGRESS, progress);
	}

	@Override
	public void onProgress(Consumer<byte[]> listener) {
		this.progresses.add(listener);
	}

	@Override
	public synchronized void close() throws IOException {
		if (this.presence != null) {
			this.latch.close();
			this.presence.close();
		}
		this.progress.close();
		this.leases.close();
		this.routers.close();
	}

}
