package dev.hashring.router.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Adds to the generated description of all calls what {@code api.yml} says of them:
 * bodies, parameters, the token, and each answer with an example.
 */
@Component
class ApiDescription implements OpenApiCustomizer {

	@Override
	public void customise(OpenAPI api) {
		OpenAPI described = read();
		api.setInfo(described.getInfo());
		described.getComponents().getResponses().forEach(api.getComponents()::addResponses);
		described.getComponents().getSecuritySchemes().forEach(api.getComponents()::addSecuritySchemes);
		described.getPaths()
			.forEach((path, item) -> Optional.ofNullable(api.getPaths().get(path))
				.ifPresent((known) -> item.readOperationsMap()
					.forEach((method, operation) -> describe(
							Objects.requireNonNull(known.readOperationsMap().get(method)), operation))));
	}

	private static OpenAPI read() {
		LoaderOptions options = new LoaderOptions();
		// The bound is against foreign files; this one is ours.
		options.setMaxAliasesForCollections(Integer.MAX_VALUE);
		try (InputStream in = new ClassPathResource("api.yml").getInputStream()) {
			// Jackson does not know the aliases of YAML.
			return Json31.mapper().convertValue(new Yaml(options).load(in), OpenAPI.class);
		}
		catch (IOException ex) {
			throw new IllegalStateException("api.yml can't be read", ex);
		}
	}

	private static void describe(Operation known, Operation described) {
		if (described.getSecurity() != null) {
			known.setSecurity(described.getSecurity());
		}
		if (described.getParameters() != null) {
			known.setParameters(described.getParameters());
		}
		if (described.getRequestBody() != null) {
			if (known.getRequestBody() != null) {
				keepSchemas(known.getRequestBody().getContent(), described.getRequestBody().getContent());
			}
			known.setRequestBody(described.getRequestBody());
		}
		described.getResponses().forEach((status, response) -> {
			ApiResponse generated = known.getResponses().get(status);
			if (generated == null) {
				// What the method returns is generated as one answer of status 200.
				generated = status.startsWith("2") ? known.getResponses().get("200") : null;
			}
			if (generated != null) {
				keepSchemas(generated.getContent(), response.getContent());
			}
		});
		known.setResponses(described.getResponses());
	}

	/** A type that is generated has one schema, whatever the type of the content. */
	private static void keepSchemas(@Nullable Content generated, @Nullable Content described) {
		if (generated != null && described != null) {
			generated.values()
				.stream()
				.findFirst()
				.ifPresent((known) -> Optional.ofNullable(described.get("application/json"))
					.ifPresent((type) -> type.setSchema(known.getSchema())));
		}
	}

}
