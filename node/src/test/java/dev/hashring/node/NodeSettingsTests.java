package dev.hashring.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class NodeSettingsTests {

	@TempDir
	private Path folder;

	private String id(String set) {
		return new NodeId(new NodeSettings(set, this.folder)).text();
	}

	@Test
	void aNodeWithoutAnIdMakesOneAtItsFirstStartAndKeepsIt() throws IOException {
		String id = id("");
		assertThat(id).matches("node-[0-9a-f]{8}");
		assertThat(id("")).isEqualTo(id);
		assertThat(Files.readString(this.folder.resolve("id"))).isEqualTo(id);
		assertThat(id("node7")).as("one that was given").isEqualTo("node7");
		assertThat(new NodeId(new NodeSettings("", null)).text()).as("without a folder").isEqualTo("unknown");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " \n" })
	void anIdFileThatWasCutOffIsReplaced(String left) throws IOException {
		Path file = this.folder.resolve("id");
		Files.writeString(file, left);
		String id = id("");
		assertThat(id).matches("node-[0-9a-f]{8}");
		assertThat(Files.readString(file)).isEqualTo(id);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"--router.url=router:5000 | node.router (ROUTER_URL) is 'router:5000', but it has to read http://host:port.",
			"--router.url=http://router:5000/ring | but it has to read http://host:port.",
			"--node.lease=100ms | node.lease is 0.1 s, but it has to be from 1 s to less than an hour.",
			"--node.lease=soon | node.lease is 'soon', which is not a duration such as 500ms or 2s.",
			"--node.data=/nowhere | node.data is '/nowhere', which can't be used:" })
	void aWrongSettingStopsTheStartWithASentence(String setting, String sentence, CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> NodeApplication.application().registerShutdownHook(false).run("--server.port=0", setting));
		assertThat(output).contains(sentence).doesNotContain("\tat ");
	}

}
