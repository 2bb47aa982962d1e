package dev.hashring.router.health;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.hashring.router.log.LiveRing;
import dev.hashring.router.ring.Member;
import dev.hashring.router.nodes.Timeouts;
import dev.hashring.router.nodes.Deadline;
import dev.hashring.router.nodes.NodeAnswer;
import dev.hashring.router.nodes.NodeClient;
import dev.hashring.router.nodes.NodeFailedException;
import dev.hashring.router.nodes.NodeRequest;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Asks each member every second for its health, whatever the settings make of the answer.
 * A member has one probe under way at most.
 */
@Component
class Probes {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final NodeRequest HEALTH = NodeRequest.get("/actuator/health", true);

	private final Set<String> underWay = ConcurrentHashMap.newKeySet();

	private final LiveRing ring;

	private final NodeClient nodes;

	private final Health health;

	private final Leases leases;

	private final AsyncTaskExecutor threads;

	Probes(LiveRing ring, NodeClient nodes, Health health, Leases leases, SimpleAsyncTaskExecutorBuilder threads) {
		this.ring = ring;
		this.nodes = nodes;
		this.health = health;
		this.leases = leases;
		this.threads = threads.threadNamePrefix("probe-").build();
	}

	@Scheduled(fixedRate = 1000)
	void probeAll() {
		this.ring.state().everyone().values().forEach((member) -> {
			if (this.underWay.add(member.id())) {
				this.threads.execute(() -> probe(member));
			}
		});
	}

	private void probe(Member member) {
		try {
			Timeouts timeouts = this.ring.state().settings().timing().timeouts();
			NodeAnswer answer = this.nodes.send(member.url(), HEALTH, timeouts, Deadline.in(PATIENCE));
			if (!answer.isSuccess()) {
				this.health.failed(member, "answered %s to a probe".formatted(answer.status()));
			}
			else if (!this.leases.hasRunOut(member.id())) {
				this.health.answered(member);
			}
		}
		catch (NodeFailedException ex) {
			this.health.failed(member, ex.why());
		}
		finally {
			this.underWay.remove(member.id());
		}
	}

}
