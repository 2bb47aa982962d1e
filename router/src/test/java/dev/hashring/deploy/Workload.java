package dev.hashring.deploy;

import java.util.Map;
import java.util.stream.Collectors;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1StatefulSet;

/**
 * What runs pods of one container.
 *
 * @param name its name
 * @param selector the labels by which it finds its pods
 * @param labels the labels of its pods
 * @param pod its pods
 */
record Workload(String name, Map<String, String> selector, Map<String, String> labels, V1PodSpec pod) {

	static Workload of(V1Deployment deployment) {
		return new Workload(deployment.getMetadata().getName(), deployment.getSpec().getSelector().getMatchLabels(),
				deployment.getSpec().getTemplate().getMetadata().getLabels(),
				deployment.getSpec().getTemplate().getSpec());
	}

	static Workload of(V1StatefulSet set) {
		return new Workload(set.getMetadata().getName(), set.getSpec().getSelector().getMatchLabels(),
				set.getSpec().getTemplate().getMetadata().getLabels(), set.getSpec().getTemplate().getSpec());
	}

	V1Container container() {
		return this.pod.getContainers().get(0);
	}

	int port() {
		return container().getPorts().get(0).getContainerPort();
	}

	/** The variables of its container; those that come from elsewhere are empty. */
	Map<String, String> variables() {
		return container().getEnv()
			.stream()
			.collect(Collectors.toMap(V1EnvVar::getName,
					(variable) -> (variable.getValue() != null) ? variable.getValue() : ""));
	}

	boolean isSelectedBy(Map<String, String> other) {
		return !other.isEmpty() && this.labels.entrySet().containsAll(other.entrySet());
	}

	@Override
	public String toString() {
		return this.name;
	}

}
