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

	private boolean isNew;

	private final Token token;

	RingToken(RingTokenSettings settings) {
		this.settings = settings;
		Path file = settings.tokenFile();
		try {
			this.token = !settings.token().isEmpty() ? new Token(settings.token())
					: (file != null) ? kept(file) : madeUp();
		}
		catch (IOException ex) {
			throw new WrongSettingException("ring.token-file is '%s', which can't be used: %s.".formatted(file, ex));
		}
		catch (IllegalArgumentException ex) {
			throw new WrongSettingException(String.valueOf(ex.getMessage()));
		}
	}

	/** The token in a file, which other routers may be about to make, too. */
	private Token kept(Path file) throws IOException {
		boolean isThere = Files.exists(file);
		if (!isThere || Files.size(file) == 0) {
			Token made = madeUp();
			byte[] line = (made.value() + "\n").getBytes(StandardCharsets.UTF_8);
			if (isThere) {
				WholeFile.replaceForOwnerOnly(file, line);
				return made;
			}
			this.isNew = WholeFile.createForOwnerOnly(file, line);
		}
		return new Token(Files.readString(file));
	}

	private Token madeUp() {
		this.isNew = true;
		byte[] random = new byte[16];
		new SecureRandom().nextBytes(random);
		return new Token(HexFormat.of().formatHex(random));
	}

	/** A fingerprint: the same for the same token, and it does not reveal the token. */
	public TokenSeal seal() {
		return TokenSeal.of(this.token);
	}

	/** Whether a seal is one of this token. */
	public boolean fits(TokenSeal seal) {
		return seal.fits(this.token);
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
