package dev.hashring.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The manifests as the Kubernetes API takes them: it has each kind and each field, with
 * values of this type, and nothing that it needs is missing.
 */
final class Manifests {

	private static final Map<String, Class<?>> KINDS = Map.of("v1 Service", V1Service.class, "apps/v1 Deployment",
			V1Deployment.class, "apps/v1 StatefulSet", V1StatefulSet.class, "policy/v1 PodDisruptionBudget",
			V1PodDisruptionBudget.class, "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class);

	private static final Gson gson = JSON.getGson();

	private final List<Object> objects;

	private Manifests(Stream<Object> objects) {
		this.objects = objects.toList();
	}

	/** All of them. */
	static Manifests all() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("deploy"))) {
			return new Manifests(files.filter((file) -> file.toString().endsWith(".yaml"))
				.sorted()
				.flatMap((file) -> read(text(file))));
		}
	}

	static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Reads the objects of a file.
	 * @throws RuntimeException if the API would not take one
	 */
	static Stream<Object> read(String yaml) {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		return StreamSupport.stream(new Yaml(new SafeConstructor(options)).loadAll(yaml).spliterator(), false)
			.map(gson::toJsonTree)
			.map(Manifests::object);
	}

	private static Object object(JsonElement written) {
		String kind = written.getAsJsonObject().get("apiVersion").getAsString() + " "
				+ written.getAsJsonObject().get("kind").getAsString();
		if (!KINDS.containsKey(kind)) {
			throw new IllegalArgumentException("There is no kind " + kind + ".");
		}
		Object object = gson.fromJson(written, KINDS.get(kind));
		same(written, gson.toJsonTree(object), kind);
		return object;
	}

	/**
	 * The model takes "2" for 2, 5 for "5" and all words for false, as the API does not.
	 */
	private static void same(JsonElement written, JsonElement read, String where) {
		if (written.isJsonObject() && read.isJsonObject()) {
			written.getAsJsonObject()
				.asMap()
				.forEach((name, value) -> same(value, read.getAsJsonObject().get(name), where + "." + name));
		}
		else if (written.isJsonArray() && read.isJsonArray()
				&& written.getAsJsonArray().size() == read.getAsJsonArray().size()) {
			for (int i = 0; i < written.getAsJsonArray().size(); i++) {
				same(written.getAsJsonArray().get(i), read.getAsJsonArray().get(i), where + "[" + i + "]");
			}
		}
		else if (!written.equals(read)) {
			throw new IllegalArgumentException("%s is %s, but is taken for %s.".formatted(where, written, read));
		}
	}

	/** Those of a kind. */
	<T> List<T> of(Class<T> kind) {
		return this.objects.stream().filter(kind::isInstance).map(kind::cast).toList();
	}

	/** Those that run pods. */
	List<Workload> workloads() {
		return Stream
			.concat(of(V1Deployment.class).stream().map(Workload::of),
					of(V1StatefulSet.class).stream().map(Workload::of))
			.toList();
	}

	Workload workload(String name) {
		return workloads().stream().filter((workload) -> workload.name().equals(name)).findFirst().orElseThrow();
	}

}
