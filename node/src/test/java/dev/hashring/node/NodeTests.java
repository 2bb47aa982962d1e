package dev.hashring.node;

import dev.hashring.node.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(useMainMethod = UseMainMethod.ALWAYS, properties = "node.id=node7")
@AutoConfigureMockMvc
class NodeTests {

	@Autowired
	private MockMvcTester mvc;

	@ParameterizedTest
	@CsvSource({ "key=Alice, Alice", "key=a&key=b, a", "key=%ff%zz;, \uFFFD%zz;", "'', ?", "other=1, ?", "key=, ''",
			"key=<script>, <script>" })
	void aNodeSaysWhichKeyItHandled(String query, String key) {
		assertThat(this.mvc.get().uri("/handle").with((request) -> {
			request.setQueryString(query);
			return request;
		})).hasStatusOk()
			.hasContentType("text/plain;charset=UTF-8")
			.hasHeader("X-Content-Type-Options", "nosniff")
			.hasBodyTextEqualTo("Node node7 handled key: " + key);
	}

	@Test
	void aKeyThatIsTooLongIsRefused() {
		assertThat(this.mvc.get().uri("/handle").with((request) -> {
			request.setQueryString("key=" + "a".repeat(65537));
			return request;
		})).hasStatus(414).hasContentType("application/problem+json");
	}

	@Test
	void aNodeWithoutAnIdIsUnknown() {
		new ApplicationContextRunner().withUserConfiguration(Settings.class, Store.class, NodeId.class)
			.run((context) -> assertThat(context.getBean(NodeId.class).text()).isEqualTo("unknown"));
	}

	@EnableConfigurationProperties(NodeSettings.class)
	static class Settings {

	}

	@Test
	void aNodeTellsItsBuild() {
		assertThat(this.mvc.get().uri("/actuator/info")).hasStatusOk()
			.bodyJson()
			.extractingPath("build.artifact")
			.isEqualTo("node");
	}

	@Test
	void aNodeReportsItsHealth() {
		assertThat(this.mvc.get().uri("/actuator/health")).hasStatusOk()
			.bodyJson()
			.extractingPath("status")
			.isEqualTo("UP");
	}

}
