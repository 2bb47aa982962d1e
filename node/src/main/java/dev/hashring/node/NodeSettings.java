package dev.hashring.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

import dev.hashring.web.WrongSettingException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of a node.
 *
 * @param id its name, by which the ring knows it; given as empty, the one in its data
 * folder, where a new one is kept at the first start
 * @param data the folder that is its own; none: it keeps nothing
 */
@ConfigurationProperties("node")
public record NodeSettings(@DefaultValue("") String id, @Nullable Path data) {

	public NodeSettings {
		if (id.isEmpty()) {
			id = (data != null) ? kept(data.resolve("id")) : "unknown";
		}
	}

	private static String kept(Path file) {
		try {
			if (!Files.exists(file)) {
				Files.writeString(file, "node-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()));
			}
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			throw new WrongSettingException(
					"node.data is '%s', which can't be used: %s.".formatted(file.getParent(), ex));
		}
	}

}
