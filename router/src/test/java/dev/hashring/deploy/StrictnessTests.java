package dev.hashring.deploy;

import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class StrictnessTests {

	private final String text = Manifests.text(Path.of("deploy", "router.yaml"));

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', value = { "readOnlyRootFilesystem | readOnlyRootFileSystem",
			"replicas: 2 | replica: 2", "containerPort: | port:", "replicas: 2 | replicas: two",
			"replicas: 2 | replicas: \"2\"", "value: \"3\" | value: 3", "runAsNonRoot: true | runAsNonRoot: \"true\"",
			"runAsNonRoot: true | runAsNonRoot: always", "memory: 416Mi | memory: 416Mx", "drop: [ALL] | drop: ALL",
			"policy/v1 | policy/v1beta1", "kind: Deployment | kind: Deploiment", "containerPort: 5000 | protocol: TCP",
			"runAsUser: 10001 | runAsNonRoot: true", "matchLabels: *labels | app: router" })
	void whatTheApiWouldNotTakeIsRefused(String right, String wrong) {
		assertThat(this.text).contains(right);
		assertThatException().isThrownBy(() -> Manifests.read(this.text.replace(right, wrong)).toList());
	}

}
