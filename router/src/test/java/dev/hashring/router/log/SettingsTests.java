package dev.hashring.router.log;

import dev.hashring.router.ring.Member;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.hashring.router.RouterApplication;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A wrong setting stops the start with a sentence that names it.
 */
@ExtendWith(OutputCaptureExtension.class)
class SettingsTests {

	private static final String MEMBER = "--ring.members[0].id=a --ring.members[0].url=http://a:1 --ring.members[0].position=1 ";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '§', value = {
			"--ring.size=0 | ring.size (RING_SIZE) is 0, but a ring has 1 to 4294967296 positions.",
			"--ring.size=4294967297 | ring.size (RING_SIZE) is 4294967297, but a ring has 1 to 4294967296 positions.",
			"--ring.size=many | ring.size (RING_SIZE) is 'many', which is not a number.",
			"--ring.placement=random | ring.placement (RING_PLACEMENT) is 'random', which is not one of: fixed, virtual-nodes, ketama.",
			"--ring.hash=sha7 | ring.hash (RING_HASH) is 'sha7', which is not one of: md5, murmur3, xxh3, fnv1a.",
			"--ring.connect-timeout=soon | ring.connect-timeout (RING_CONNECT_TIMEOUT) is 'soon', which is not a duration such as 500ms or 2s.",
			"--ring.read-timeout=0s | ring.read-timeout (RING_READ_TIMEOUT) is '0ms', but has to be from 1ms to 1h.",
			MEMBER + "--ring.members[0].url=https://a | ring.members[0] (RING_MEMBERS_0): The url of member a has to read http://host:port, but it reads 'https://a'.",
			MEMBER + "--ring.members[0].url=http://u:p@a:1 | has to read http://host:port",
			MEMBER + "--ring.members[0].url=http://a:1/path | has to read http://host:port",
			MEMBER + "--ring.members[0].url=http://a:1?x | has to read http://host:port",
			MEMBER + "--ring.members[0].url=http://a:99999 | has to read http://host:port",
			MEMBER + "--ring.members[0].url= | has to read http://host:port",
			MEMBER + "--ring.members[0].url=http://| ring.members[0].url (RING_MEMBERS_0_URL) is 'http://', which is not a URI.",
			MEMBER + "--ring.members[0].id= | ring.members[0] (RING_MEMBERS_0): The id of a member has 1 to 255 characters",
			MEMBER + "--ring.members[0].position=360 | ring: Member a is at position 360, but this ring has positions 0 to 359.",
			MEMBER + "--ring.members[0].weight=0 | ring.members[0] (RING_MEMBERS_0): The weight of member a has to be above 0 and at most a million, but it is 0.0.",
			MEMBER + "--ring.placement=ketama --ring.members[0].weight=2 | ring: In placement ketama a member has weight 1, not 2.0, as a has.",
			"--ring.placement=ketama --ring.size=360 | In placement ketama ring.size (RING_SIZE) is 4294967296, not 360.",
			"--ring.placement=ketama --ring.hash=xxh3 | In placement ketama ring.hash (RING_HASH) is md5, not xxh3.",
			"--ring.placement=virtual-nodes --ring.virtual-nodes=0 | ring.virtual-nodes (RING_VIRTUAL_NODES) is 0, but it has to be from 1 to 200000.",
			"--ring.placement=virtual-nodes --ring.virtual-nodes=100000 | A ring has at most 200000 points, not 300000: lower ring.virtual-nodes (RING_VIRTUAL_NODES), or a weight.",
			MEMBER + "--ring.members[1].id=a --ring.members[1].url=http://b:1 --ring.members[1].position=2 | ring: Two members have the id a.",
			MEMBER + "--ring.members[1].id=b --ring.members[1].url=http://b:1 --ring.members[1].position=1 | are both at position 1." })
	void aWrongSettingStopsTheStart(String settings, String sentence, CapturedOutput output) {
		Map<String, String> arguments = new LinkedHashMap<>();
		for (String setting : ("--server.port=0 " + settings).split(" +")) {
			arguments.put(setting.substring(0, setting.indexOf('=')), setting);
		}
		assertThatException().isThrownBy(() -> RouterApplication.application()
			.registerShutdownHook(false)
			.run(arguments.values().toArray(String[]::new)));
		assertThat(output).contains(sentence).doesNotContain("\tat ");
	}

}
