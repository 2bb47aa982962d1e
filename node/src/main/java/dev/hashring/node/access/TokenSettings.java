package dev.hashring.node.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.hashring.protocol.Token;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where a node finds the cluster's token.
 *
 * @param token the token itself; empty: the one in the file
 * @param tokenFile where the router keeps one that it made up; empty: nowhere
 */
@ConfigurationProperties("node")
record TokenSettings(@DefaultValue("") String token, @DefaultValue("") String tokenFile) {

	TokenSettings {
		if (!token.isEmpty()) {
			token = new Token(token).value();
		}
	}

	/**
	 * The token as it is now.
	 * @throws IOException if the file can't be read
	 * @throws IllegalArgumentException if there is no token
	 */
	Token read() throws IOException {
		boolean fromFile = this.token.isEmpty() && !this.tokenFile.isEmpty();
		return new Token(fromFile ? Files.readString(Path.of(this.tokenFile)) : this.token);
	}

	@Override
	public String toString() {
		return "TokenSettings[tokenFile=%s]".formatted(this.tokenFile);
	}

}
