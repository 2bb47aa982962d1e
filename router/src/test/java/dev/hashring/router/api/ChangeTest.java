package dev.hashring.router.api;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.BeforeEach;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * Asks the original's ring of three members for changes, with its token.
 */
@SpringBootTest(useMainMethod = UseMainMethod.ALWAYS, properties = "ring.token=secret")
@AutoConfigureMockMvc
abstract class ChangeTest {

	static final String NODE4 = "{'url': 'http://node4:5000'}";

	static final String LEASED = "{'url': 'http://node4:5000', 'leaseSeconds': 60}";

	@Autowired
	MockMvcTester mvc;

	String before;

	@BeforeEach
	void remember() {
		this.before = body("/ring/points");
	}

	String body(String target) {
		return new String(this.mvc.get().uri(target).exchange().getResponse().getContentAsByteArray(),
				StandardCharsets.UTF_8);
	}

	MvcTestResult put(String id, String body, String... header) {
		return call(HttpMethod.PUT, "/ring/members/" + id, body, header);
	}

	MvcTestResult delete(String id) {
		return call(HttpMethod.DELETE, "/ring/members/" + id, null);
	}

	MvcTestResult patch(String body) {
		return call(HttpMethod.PATCH, "/ring/settings", body);
	}

	MvcTestResult call(HttpMethod method, String target, String body, String... header) {
		var request = this.mvc.method(method).uri(target);
		if (body != null) {
			request = request.contentType(MediaType.APPLICATION_JSON).content(body.replace('\'', '"'));
		}
		if (header.length == 0 || !header[0].equals("Authorization")) {
			request = request.header("Authorization", "Bearer secret");
		}
		if (header.length > 0) {
			request = request.header(header[0], header[1]);
		}
		return request.exchange();
	}

}
