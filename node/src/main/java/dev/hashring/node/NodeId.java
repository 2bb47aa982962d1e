package dev.hashring.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

import dev.hashring.web.WholeFile;
import dev.hashring.web.WrongSettingException;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.DependsOn;
import org.springframework.stereotype.Component;

/**
 * The name by which the ring knows this node: the one that was set, or one that it made
 * up at its first start and keeps in its folder.
 */
@Component
@DependsOn("store") // which takes the folder
public class NodeId {

	private static final int LONGEST = 255;

	/** What the ring takes as an id. */
	private static final String ALLOWED = "(?!\\.{1,2}$)\\P{Cc}+";

	private final String text;

	/**
	 * Looks for the name, or makes one.
	 * @throws WrongSettingException if it can't be an id, or if the folder can't be used
	 */
	NodeId(NodeSettings settings) {
		this.text = text(settings.id().strip(), settings.data());
		if (!this.text.matches(ALLOWED) || this.text.length() > LONGEST) {
			throw new WrongSettingException(("node.id (NODE_ID) is '%s', but an id has 1 to %s characters,"
					+ " none of them a control character, and '.' and '..' are no ids.")
				.formatted(this.text, LONGEST));
		}
	}

	private static String text(String set, @Nullable Path data) {
		if (!set.isEmpty()) {
			return set;
		}
		return (data != null) ? kept(data.resolve("id")) : "unknown";
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
					"node.data (NODE_DATA) is '%s', which can't be used: %s.".formatted(file.getParent(), ex));
		}
	}

	public String text() {
		return this.text;
	}

}
