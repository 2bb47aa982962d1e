package dev.hashring.router.kv.rebalance;

import dev.hashring.router.health.Health;
import dev.hashring.router.kv.replication.CatchUp;
import dev.hashring.router.kv.replication.Fencing;
import dev.hashring.router.kv.replication.Machine;
import dev.hashring.router.kv.replication.Polls;
import dev.hashring.router.kv.replication.Stores;
import dev.hashring.router.log.LiveRing;
import dev.hashring.router.peers.Peers;
import dev.hashring.web.Memory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * Has rebalances run in a router, also one that was under way when it ended.
 */
@Configuration(proxyBeanMethods = false)
class RebalanceConfiguration {

	@Bean
	Rebalancer rebalancer(LiveRing ring, Fencing fencing, CatchUp catchUp, Stores stores, Polls polls, Machine machine,
			Memory memory, Health health, Peers peers, RebalanceSettings settings, Telling telling) {
		Rebalancer rebalancer = new Rebalancer(ring, fencing, catchUp, stores, polls, machine, memory, health::isUp,
				peers, settings.bytesPerSecond(), telling);
		peers.whenLeading(rebalancer::begin);
		return rebalancer;
	}

	@EventListener
	void goOn(ApplicationReadyEvent ready) {
		ready.getApplicationContext().getBean(Rebalancer.class).begin();
	}

}
