package dev.hashring.node.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ClusterTokenTests {

	@TempDir
	private Path folder;

	@Test
	void aTokenThatWasSetIsTheOneToShow() throws IOException {
		ClusterToken token = new ClusterToken(new TokenSettings("secret", "/nowhere"));
		assertThat(token.isKnown()).isTrue();
		assertThat(token.isShownIn("Bearer secret")).isTrue();
		assertThat(token.isShownIn("bearer secret")).isTrue();
		assertThat(token.isShownIn("Bearer other")).isFalse();
		assertThat(token.isShownIn("secret")).isFalse();
		assertThat(token.isShownIn(null)).isFalse();
		assertThat(token.current().authorization()).isEqualTo("Bearer secret");
	}

	@Test
	void aFileMayAppearLaterAndHoldAnotherTokenThen() throws IOException {
		Path file = this.folder.resolve("token");
		ClusterToken token = new ClusterToken(new TokenSettings("", file.toString()));
		assertThat(token.isKnown()).isFalse();
		assertThat(token.isShownIn("Bearer first")).isFalse();
		assertThatException().isThrownBy(token::current).isInstanceOf(IOException.class);
		Files.writeString(file, "first\n");
		assertThat(token.isShownIn("Bearer first")).isTrue();
		Files.writeString(file, "second\n");
		assertThat(token.isShownIn("Bearer second")).isTrue();
		assertThat(token.isShownIn("Bearer first")).isFalse();
		Files.delete(file);
		assertThat(token.isShownIn("Bearer second")).as("the last one that was read").isTrue();
		assertThat(token.isKnown()).isTrue();
	}

	@Test
	void withoutATokenNobodyShowsIt() {
		ClusterToken token = new ClusterToken(new TokenSettings("", ""));
		assertThat(token.isKnown()).isFalse();
		assertThat(token.isShownIn("Bearer ")).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenSettings("two words", ""));
		assertThat(new TokenSettings("secret", "").toString()).doesNotContain("secret");
	}

}
