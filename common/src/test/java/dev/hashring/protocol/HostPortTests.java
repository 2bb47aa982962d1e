package dev.hashring.protocol;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HostPortTests {

	@ParameterizedTest
	@CsvSource({ "http://node1:5000, node1, 5000", "http://demo_node1_1:5000, demo_node1_1, 5000",
			"http://node4.1:5000, node4.1, 5000", "http://_node:1/, _node, 1", "http://10.0.0.1:65535, 10.0.0.1, 65535",
			"HTTP://Node1:5000, Node1, 5000", "http://node1.:5000, node1., 5000", "http://node-1-:5000, node-1-, 5000",
			"http://[::1]:5009, ::1, 5009", "http://[fe80::1%eth0]:5009, fe80::1%eth0, 5009",
			"http://[fe80::1%25eth0]:5009, fe80::1%eth0, 5009", "http://xn--kse-qla.de:1, xn--kse-qla.de, 1",
			"http://käse.de:1, xn--kse-qla.de, 1", "http://節點:5000, xn--r0z423e, 5000", "http://node1, node1, 80",
			"http://node_1:, node_1, 80", "http://[::1]/, ::1, 80" })
	void eachNameThatAResolverMayKnowIsAHost(URI url, String host, int port) {
		assertThat(HostPort.of(url)).isEqualTo(new HostPort(host, port));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://node_1:5000", "//node_1:5000", "/node_1", "http:/node_1", "http:node_1",
			"http://user@node_1:5000", "http://node_1:5000/path", "http://node_1?query", "http://node_1#fragment",
			"http://node_1:0", "http://node_1:65536", "http://node_1:999999", "http://node_1:5x", "http://node_1:٣",
			"http://node_1:1:2", "http://a%41:5000", "http://a..b:5000", "http://.:5000", "http://a,b_c:5000",
			"http://node*:5000" })
	void anythingElseIsRefused(URI url) {
		assertThatIllegalArgumentException().isThrownBy(() -> HostPort.of(url));
	}

	@ParameterizedTest
	@CsvSource({ "http://demo_node1_1:5000, demo_node1_1:5000", "http://[::1], [::1]:80",
			"http://[fe80::1%eth0]:5009, [fe80::1]:5009" })
	void itIsWrittenAsInARequest(URI url, String text) {
		assertThat(HostPort.of(url)).hasToString(text);
	}

}
