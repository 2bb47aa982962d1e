package dev.hashring.web;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.buf.MessageBytes;

/**
 * HTTP that takes any registered name of RFC 3986 in the header {@code Host}. Tomcat
 * itself takes domain names alone, but names of containers and of nginx's upstreams may
 * have a {@code _} or end with a {@code -}.
 */
public class AnyHostName extends Http11NioProtocol {

	private static final Pattern NAME_AND_PORT = Pattern.compile("([A-Za-z0-9._~!$&'()*+,;=-]+)(|:[0-9]*)");

	public AnyHostName() {
		super(new ThreadPerConnection());
	}

	@Override
	protected Processor createProcessor() {
		return new Http11Processor(this, getAdapter()) {

			@Override
			protected void parseHost(MessageBytes host) {
				Matcher parts = NAME_AND_PORT.matcher((host != null && !host.isNull()) ? host.toString() : "");
				if (!parts.matches()) {
					super.parseHost(host);
					return;
				}
				byte[] acceptable = ("x" + parts.group(2)).getBytes(StandardCharsets.US_ASCII);
				MessageBytes standIn = MessageBytes.newInstance();
				standIn.setBytes(acceptable, 0, acceptable.length);
				super.parseHost(standIn);
				this.request.serverName().setString(parts.group(1));
			}

		};
	}

}
