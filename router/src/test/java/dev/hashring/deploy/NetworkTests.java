package dev.hashring.deploy;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPeer;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPort;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who reaches whom in Kubernetes.
 */
class NetworkTests {

	private static final String ANYBODY = "anybody";

	private final Manifests manifests = Manifests.all();

	NetworkTests() throws IOException {
	}

	@Test
	void onlyRoutersReachNodes() {
		assertThat(incoming("node")).containsExactly("router 5000/TCP");
	}

	@Test
	void everybodyReachesRouters() {
		assertThat(incoming("router")).containsExactly("anybody 5000/TCP");
	}

	@Test
	void nodesReachRoutersAndDns() {
		assertThat(outgoing("node")).containsExactly("router 5000/TCP", "anybody 53/UDP", "anybody 53/TCP");
	}

	@Test
	void routersReachNodesZooKeeperAndDns() {
		assertThat(outgoing("router")).containsExactly("node 5000/TCP", "anybody 2181/TCP", "anybody 53/UDP",
				"anybody 53/TCP");
	}

	@Test
	void thePortsAreThoseOfTheContainers() {
		assertThat(this.manifests.workloads()).extracting(Workload::port).containsOnly(5000);
	}

	private List<String> incoming(String name) {
		return policy(name).getSpec()
			.getIngress()
			.stream()
			.flatMap((rule) -> rules(rule.getFrom(), rule.getPorts()).stream())
			.toList();
	}

	private List<String> outgoing(String name) {
		return policy(name).getSpec()
			.getEgress()
			.stream()
			.flatMap((rule) -> rules(rule.getTo(), rule.getPorts()).stream())
			.toList();
	}

	/** The one policy of a workload; what it does not allow is forbidden. */
	private V1NetworkPolicy policy(String name) {
		return assertThat(this.manifests.of(V1NetworkPolicy.class))
			.filteredOn((policy) -> names(policy.getSpec().getPodSelector().getMatchLabels()).contains(name))
			.singleElement()
			.satisfies((policy) -> assertThat(policy.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress",
					"Egress"))
			.actual();
	}

	private List<String> rules(List<V1NetworkPolicyPeer> peers, List<V1NetworkPolicyPort> ports) {
		List<String> names = (peers == null || peers.isEmpty()) ? List.of(ANYBODY)
				: peers.stream().flatMap((peer) -> names(peer.getPodSelector().getMatchLabels()).stream()).toList();
		return names.stream()
			.flatMap((name) -> ports.stream()
				.map((port) -> "%s %s/%s".formatted(name, number(port.getPort()),
						(port.getProtocol() != null) ? port.getProtocol() : "TCP")))
			.toList();
	}

	private static int number(IntOrString port) {
		return port.getIntValue();
	}

	/** The workloads whose pods have these labels. */
	private List<String> names(Map<String, String> labels) {
		return this.manifests.workloads()
			.stream()
			.filter((workload) -> workload.isSelectedBy(labels))
			.map(Workload::name)
			.toList();
	}

}
