package dev.hashring.web;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlainTextErrorsTests {

	@Test
	void tomcatStillSaysThatHeadersAreTooLarge() {
		assertThat(PlainTextErrors.TOO_LARGE).isEqualTo("Request header is too large");
	}

}
