package dev.hashring.page;

import dev.hashring.cluster.LocalCluster;
import dev.hashring.cluster.LocalRouter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page of a router that shares its ring with another.
 */
class RoutersTests extends PageTest {

	@Test
	void aRouterThatSharesItsRingWithNoOtherSaysNothingOfRouters() {
		assertThat(page.has("#routers[hidden]")).isTrue();
	}

	@Test
	void itSaysWhichRouterItAsksAndLeadsToTheOthers() {
		try (LocalCluster shared = LocalCluster.ofRouters(2, 3)) {
			LocalRouter one = shared.routers().get(0);
			LocalRouter other = shared.routers().get(1);
			browser.driver().get(one.url() + "#token=" + shared.token());
			await()
				.until(() -> page.text("#routers").equals("You see the ring at router1. The same ring is at router2."));
			assertThat(page.attribute("#routers a", "href")).isEqualTo(other.url().toString());
			assertThat(other.ring().delete("node3").statusCode()).isEqualTo(204);
			await().until(() -> !page.has("#members [data-member='node3']"));
			one.cable().cut();
			await().until(() -> page.text("#routers")
				.equals("You see the ring at router1. It can’t reach ZooKeeper, so this may be an old ring,"
						+ " and changes are refused."));
			one.cable().mend();
			await().until(() -> page.text("#routers").endsWith("The same ring is at router2."));
			other.stop();
			await().until(() -> page.text("#routers").endsWith("No other router is there."));
			browser.driver().get("about:blank");
			other.start();
		}
		open("/");
	}

}
