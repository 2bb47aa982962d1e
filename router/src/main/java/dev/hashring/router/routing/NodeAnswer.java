package dev.hashring.router.routing;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * What a node answered, as a whole.
 *
 * @param status the HTTP status
 * @param body the bytes that came with it
 */
record NodeAnswer(int status, byte[] body) {

	boolean isSuccess() {
		return this.status >= 200 && this.status < 300;
	}

	/** Whether another node would hardly answer otherwise. */
	boolean isCallersFault() {
		return this.status >= 400 && this.status < 500;
	}

	/**
	 * The status that tells of this answer: a redirect, which leads nowhere, is a 500.
	 */
	HttpStatusCode errorStatus() {
		return (this.status >= 400) ? HttpStatusCode.valueOf(this.status) : HttpStatus.INTERNAL_SERVER_ERROR;
	}

}
