package dev.hashring.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodSecurityContext;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the manifests promise. Reading them checks their fields.
 */
class ManifestsTests {

	private final Manifests manifests = Manifests.all();

	ManifestsTests() throws IOException {
	}

	static List<Workload> workloads() throws IOException {
		return Manifests.all().workloads();
	}

	@Test
	void routersAndNodesRun() {
		assertThat(this.manifests.workloads()).extracting(Workload::name).containsExactlyInAnyOrder("router", "node");
	}

	@ParameterizedTest
	@MethodSource("workloads")
	void aPodHasNoRightsThatItDoesNotNeed(Workload workload) {
		V1PodSecurityContext pod = workload.pod().getSecurityContext();
		assertThat(pod.getRunAsNonRoot()).isTrue();
		assertThat(Manifests.text(Path.of("../pom.xml")))
			.contains("<user>%s:%s</user>".formatted(pod.getRunAsUser(), pod.getRunAsGroup()));
		assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
		assertThat(workload.pod().getAutomountServiceAccountToken()).isFalse();
		assertThat(workload.pod().getContainers()).hasSize(1);
		V1SecurityContext container = workload.container().getSecurityContext();
		assertThat(container.getAllowPrivilegeEscalation()).isFalse();
		assertThat(container.getReadOnlyRootFilesystem()).isTrue();
		assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
		assertThat(container.getCapabilities().getAdd()).isNullOrEmpty();
	}

	@Test
	void aPodMayWriteToTmpAndANodeToItsVolume() {
		assertThat(this.manifests.workloads()).allSatisfy((workload) -> {
			assertThat(workload.pod().getVolumes()).singleElement()
				.satisfies((volume) -> assertThat(volume.getEmptyDir()).isNotNull());
			assertThat(workload.container().getVolumeMounts())
				.filteredOn((mount) -> mount.getName().equals(workload.pod().getVolumes().get(0).getName()))
				.extracting(V1VolumeMount::getMountPath)
				.containsExactly("/tmp");
		});
		assertThat(this.manifests.workload("router").container().getVolumeMounts()).hasSize(1);
		assertThat(this.manifests.workload("node").container().getVolumeMounts()).hasSize(2);
	}

	@ParameterizedTest
	@MethodSource("workloads")
	void aPodIsProbed(Workload workload) {
		V1Container container = workload.container();
		assertProbe(workload, container.getStartupProbe(), "liveness");
		assertProbe(workload, container.getLivenessProbe(), "liveness");
		assertProbe(workload, container.getReadinessProbe(), "readiness");
	}

	private static void assertProbe(Workload workload, V1Probe probe, String group) {
		assertThat(probe.getHttpGet().getPath()).isEqualTo("/actuator/health/" + group);
		assertThat(probe.getHttpGet().getPort())
			.isEqualTo(new IntOrString(workload.container().getPorts().get(0).getName()));
	}

	@ParameterizedTest
	@MethodSource("workloads")
	void aPodHasTheMemoryThatComposeGivesIt(Workload workload) {
		String service = workload.name().equals("node") ? "node1" : workload.name();
		Map<String, Map<String, Map<String, String>>> compose = new Yaml()
			.load(Manifests.text(Path.of("../docker-compose.yml")));
		String memory = compose.get("services").get(service).get("mem_limit").replace("m", "Mi");
		assertThat(workload.container().getResources().getLimits().get("memory").toSuffixedString()).isEqualTo(memory);
		assertThat(workload.container().getResources().getRequests().get("memory").toSuffixedString())
			.isEqualTo(memory);
		assertThat(workload.container().getImage()).isEqualTo(compose.get("services").get(service).get("image"));
	}

	@ParameterizedTest
	@MethodSource("workloads")
	void aWorkloadFindsItsPodsAndSoDoBudgetAndService(Workload workload) {
		assertThat(workload.isSelectedBy(workload.selector())).isTrue();
		assertThat(this.manifests.of(V1PodDisruptionBudget.class))
			.filteredOn((budget) -> workload.isSelectedBy(budget.getSpec().getSelector().getMatchLabels()))
			.singleElement()
			.satisfies((budget) -> assertThat(budget.getSpec().getMaxUnavailable()).isEqualTo(new IntOrString(1)));
		assertThat(this.manifests.of(V1Service.class))
			.filteredOn((service) -> workload.isSelectedBy(service.getSpec().getSelector()))
			.singleElement()
			.satisfies((service) -> {
				assertThat(service.getMetadata().getName()).isEqualTo(workload.name());
				assertThat(service.getSpec().getPorts().get(0).getPort()).isEqualTo(workload.port());
				assertThat(service.getSpec().getPorts().get(0).getTargetPort())
					.isEqualTo(new IntOrString(workload.container().getPorts().get(0).getName()));
			});
		assertThat(this.manifests.workloads().stream().filter((other) -> other.isSelectedBy(workload.selector())))
			.hasSize(1);
	}

	@Test
	void theRingsTokenComesFromTheSecretAlone() {
		assertThat(this.manifests.workloads()).allSatisfy((workload) -> assertThat(workload.container().getEnv())
			.filteredOn((variable) -> variable.getName().equals("RING_TOKEN"))
			.singleElement()
			.extracting((variable) -> variable.getValueFrom().getSecretKeyRef())
			.satisfies((secret) -> {
				assertThat(secret.getName()).isEqualTo("ring");
				assertThat(secret.getKey()).isEqualTo("token");
			}));
	}

	@Test
	void aNodeHasANameThatRoutersReachAndKeepsItsVolume() {
		V1StatefulSet nodes = this.manifests.of(V1StatefulSet.class).get(0);
		assertThat(this.manifests.of(V1Service.class))
			.filteredOn((service) -> service.getMetadata().getName().equals(nodes.getSpec().getServiceName()))
			.singleElement()
			.satisfies((service) -> {
				assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
				assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
			});
		Workload node = Workload.of(nodes);
		assertThat(node.container().getEnv()).extracting(V1EnvVar::getName).containsSubsequence("NODE_ID", "NODE_URL");
		assertThat(node.container().getEnv().get(0).getValueFrom().getFieldRef().getFieldPath())
			.isEqualTo("metadata.name");
		assertThat(node.variables()).containsEntry("NODE_URL",
				"http://$(NODE_ID).%s:%s".formatted(nodes.getSpec().getServiceName(), node.port()));
		assertThat(nodes.getSpec().getVolumeClaimTemplates()).singleElement()
			.satisfies((claim) -> assertThat(node.container().getVolumeMounts())
				.filteredOn((mount) -> mount.getName().equals(claim.getMetadata().getName()))
				.singleElement()
				.satisfies((mount) -> assertThat(node.variables().get("NODE_DATA"))
					.startsWith(mount.getMountPath() + "/")));
		assertThat(node.pod().getSecurityContext().getFsGroup()).isEqualTo(10001);
	}

	@Test
	void aNodeJoinsAtTheRoutersServiceAndHasTimeToLeave() {
		Workload node = this.manifests.workload("node");
		assertThat(node.variables()).containsEntry("ROUTER_URL",
				"http://router:" + this.manifests.workload("router").port());
		Duration leave = DurationStyle.detectAndParse(node.variables().get("NODE_LEAVE_TIMEOUT"));
		assertThat(node.pod().getTerminationGracePeriodSeconds()).isGreaterThan(leave.toSeconds() + 10);
	}

	@Test
	void routersShareOneRing() {
		assertThat(this.manifests.workload("router").variables().get("RING_SHARED"))
			.matches("zookeeper://[^/]+:2181/hashring");
	}

}
