package dev.hashring.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

import dev.hashring.web.WholeFile;
import dev.hashring.web.WrongSettingException;

import org.springframework.stereotype.Component;

/**
 * The name by which the ring knows this node: the one that was set, or one that it made
 * up at its first start and keeps in its folder.
 */
@Component
public class NodeId {

	private final String text;

	/**
	 * Looks for the name, or makes one.
	 * @throws WrongSettingException if the folder can't be used
	 */
	NodeId(NodeSettings settings) {
		Path data = settings.data();
		if (!settings.id().isEmpty()) {
			this.text = settings.id();
		}
		else {
			this.text = (data != null) ? kept(data.resolve("id")) : "unknown";
		}
	}

	private static String kept(Path file) {
		try {
			String kept = Files.exists(file) ? Files.readString(file).strip() : "";
			if (!kept.isEmpty()) {
				return kept;
			}
			String made = "node-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
			WholeFile.replace(file, made.getBytes(StandardCharsets.UTF_8));
			return made;
		}
		catch (IOException ex) {
			throw new WrongSettingException(
					"node.data is '%s', which can't be used: %s.".formatted(file.getParent(), ex));
		}
	}

	public String text() {
		return this.text;
	}

}
