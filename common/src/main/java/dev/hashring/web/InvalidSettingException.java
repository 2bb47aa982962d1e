package dev.hashring.web;

/**
 * A setting that a service can't start with. Its message is one sentence that names the
 * setting; {@link InvalidSettings} shows it in place of a stack trace.
 */
public class InvalidSettingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public InvalidSettingException(String message) {
		super(message);
	}

}
