package dev.hashring.web;

/**
 * A setting that stops the start. Its message is a sentence that names the setting.
 */
public class WrongSettingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public WrongSettingException(String sentence) {
		super(sentence);
	}

}
