package dev.hashring.router.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

import dev.hashring.protocol.Token;
import dev.hashring.web.WholeFile;
import dev.hashring.web.WrongSettingException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The token that callers must show to change the ring. One that was set is never printed
 * or logged. Without one it is the token in the file; if there is none, one is made up,
 * kept in the file, and printed once.
 */
@Component
public class RingToken {

	private final RingTokenSettings settings;

	private final boolean isNew;

	private final Token token;

	RingToken(RingTokenSettings settings) {
		this.settings = settings;
		Path file = settings.tokenFile();
		try {
			if (!settings.token().isEmpty()) {
				this.isNew = false;
				this.token = new Token(settings.token());
			}
			else if (file != null && Files.exists(file) && Files.size(file) > 0) {
				this.isNew = false;
				this.token = new Token(Files.readString(file));
			}
			else {
				this.isNew = true;
				this.token = madeUp();
				if (file != null) {
					WholeFile.replaceForOwnerOnly(file, (this.token.value() + "\n").getBytes(StandardCharsets.UTF_8));
				}
			}
		}
		catch (IOException ex) {
			throw new WrongSettingException("ring.token-file is '%s', which can't be used: %s.".formatted(file, ex));
		}
		catch (IllegalArgumentException ex) {
			throw new WrongSettingException(String.valueOf(ex.getMessage()));
		}
	}

	private static Token madeUp() {
		byte[] random = new byte[16];
		new SecureRandom().nextBytes(random);
		return new Token(HexFormat.of().formatHex(random));
	}

	/** The header {@code Authorization} that shows it to the nodes. */
	public String authorization() {
		return this.token.authorization();
	}

	/** Whether a header {@code Authorization} shows this token. */
	public boolean isShownIn(@Nullable String authorization) {
		return this.token.isShownIn(authorization);
	}

	/** To the terminal, not to the log, which others may read. */
	@EventListener
	void print(ServletWebServerInitializedEvent started) {
		if (this.isNew) {
			String url = !this.settings.publicUrl().isEmpty()
					? this.settings.publicUrl().replaceAll("/+$", "").replace("//0.0.0.0:", "//localhost:")
					: "http://localhost:" + started.getWebServer().getPort();
			System.out.printf("To change the ring, use this link, which has its token: %s/#token=%s%n", url,
					this.token.value());
		}
		else if (this.settings.token().isEmpty()) {
			System.out.printf("The ring's token is the one in %s.%n", this.settings.tokenFile());
		}
	}

}
