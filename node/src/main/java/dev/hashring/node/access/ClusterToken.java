package dev.hashring.node.access;

import java.io.IOException;

import dev.hashring.protocol.Token;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The token of the cluster, as far as this node knows it. Its file may appear after the
 * node has started, and the router may make up another one.
 */
@Component
public class ClusterToken {

	private final TokenSettings settings;

	private volatile @Nullable Token last;

	ClusterToken(TokenSettings settings) {
		this.settings = settings;
	}

	/**
	 * The token as it is now.
	 * @throws IOException if its file can't be read
	 * @throws IllegalArgumentException if there is none
	 */
	public Token current() throws IOException {
		Token now = this.settings.read();
		this.last = now;
		return now;
	}

	/** Whether there is one. */
	boolean isKnown() {
		return this.last != null || refreshed() != null;
	}

	/**
	 * Whether a header {@code Authorization} shows it. The file is read again only if
	 * what is shown is not the token that was read last.
	 */
	boolean isShownIn(@Nullable String authorization) {
		Token known = this.last;
		if (authorization == null || (known != null && known.isShownIn(authorization))) {
			return authorization != null;
		}
		Token now = refreshed();
		return now != null && now.isShownIn(authorization);
	}

	private @Nullable Token refreshed() {
		try {
			return current();
		}
		catch (IOException | IllegalArgumentException ex) {
			return null;
		}
	}

}
