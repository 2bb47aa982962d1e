package dev.hashring.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.hashring.web.WrongSettingException;
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
	@ValueSource(strings = { "..", ".", "a\nb", "\u0085" })
	void anIdThatCannotStandInAPathIsRefused(String id) {
		assertThatException().isThrownBy(() -> id(id))
			.isInstanceOf(WrongSettingException.class)
			.withMessageContaining(id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.1:11211", "...", "節點", "a b", "50%;?#", "rack1/n1", "a\\b", "/" })
	void anIdMayHoldOtherText(String id) {
		assertThat(id(id)).isEqualTo(id);
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
			"--router.url=router:5000 | node.router (ROUTER_URL) is 'router:5000', but it has to read http://host:port,",
			"--router.url=http://router:5000/ring | but it has to read http://host:port, or several with commas between.",
			"--router.url=http://router:5000,router2 | node.router (ROUTER_URL) is 'http://router:5000,router2', but it",
			"--router.url=http://router:5000,, | but it has to read http://host:port",
			"--node.lease=100ms | node.lease (NODE_LEASE) is 0.1 s, but it has to be from 1 s to less than an hour.",
			"--node.lease=soon | node.lease (NODE_LEASE) is 'soon', which is not a duration such as 500ms or 2s.",
			"--node.id=.. | node.id (NODE_ID) is '..', but an id has 1 to 255 characters, none of them a control character",
			"--node.data=/nowhere/node1 | node.data (NODE_DATA) is '/nowhere/node1', which can't be used:" })
	void aWrongSettingStopsTheStartWithASentence(String setting, String sentence, CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> NodeApplication.application().registerShutdownHook(false).run("--server.port=0", setting));
		assertThat(output).contains(sentence).doesNotContain("\tat ");
	}

}
