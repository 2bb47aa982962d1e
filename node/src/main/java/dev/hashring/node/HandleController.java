package dev.hashring.node;

import java.io.IOException;

import dev.hashring.protocol.QueryParameter;
import dev.hashring.web.PlainText;
import dev.hashring.web.RequestedKey;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Handles a key, which here means to say so.
 */
@RestController
class HandleController {

	private final String id;

	HandleController(NodeId id) {
		this.id = id.text();
	}

	@GetMapping("/handle")
	void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
		String key = RequestedKey.of(request).map(QueryParameter::value).orElse("?");
		PlainText.write(response, "Node " + this.id + " handled key: " + key);
	}

}
