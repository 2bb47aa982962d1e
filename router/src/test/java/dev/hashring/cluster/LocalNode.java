package dev.hashring.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.hashring.node.NodeApplication;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * A node in this JVM: its own Spring application behind a port of its own, with a folder
 * of its own until it is closed.
 */
public class LocalNode implements AutoCloseable {

	private final String id;

	private final Path data;

	private final String[] settings;

	private int port;

	private final Pause pause = new Pause();

	private @Nullable ConfigurableApplicationContext application;

	/**
	 * A node that has not been started.
	 * @param port where it will answer; 0 takes any free port, and keeps it
	 */
	LocalNode(String id, int port, String... settings) {
		this.id = id;
		this.data = folder();
		this.settings = settings;
		this.port = port;
	}

	public URI url() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	/** How many requests it holds while it is paused. */
	public int held() {
		return this.pause.held();
	}

	/** How many requests for a path came. */
	public int requests(String methodAndPath) {
		return this.pause.requests(methodAndPath);
	}

	/** Starts it, or lets it answer again if it is paused. */
	public synchronized void start() {
		this.pause.end();
		if (this.application != null) {
			return;
		}
		List<String> arguments = new ArrayList<>(List.of("--node.id=" + this.id, "--node.data=" + this.data));
		arguments.addAll(List.of(this.settings));
		this.application = NodeApplication.application()
			.properties("ring.token=" + LocalCluster.TOKEN)
			.initializers(this::register)
			.registerShutdownHook(false)
			.run(LocalCluster.arguments(this.port, arguments.toArray(String[]::new)));
		this.port = LocalCluster.port(this.application);
	}

	public synchronized boolean isStopped() {
		return this.application == null;
	}

	/** Makes it silent: it accepts connections and answers nothing. */
	public synchronized void pause() {
		this.pause.begin();
	}

	/** Makes some of its answers up to so many milliseconds late; 0: none. */
	public void delay(int milliseconds) {
		this.pause.delay(milliseconds);
	}

	/** Lets it answer what it holds. */
	public void goOn() {
		this.pause.end();
	}

	/** Ends it, after it has answered what it holds: connections are refused. */
	public void stop() {
		goOn();
		terminate();
	}

	/** Ends it as SIGTERM does, even if it is paused. */
	public synchronized void terminate() {
		if (this.application != null) {
			this.application.close();
			this.application = null;
		}
	}

	/** Where it keeps what it stores. */
	public Path data() {
		return this.data;
	}

	/** Ends it, and leaves its folder empty. */
	void lose() {
		close();
		try {
			Files.createDirectory(this.data);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Ends it and forgets what it has stored. */
	@Override
	public void close() {
		stop();
		try {
			FileSystemUtils.deleteRecursively(this.data);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path folder() {
		try {
			return Files.createTempDirectory("node");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void register(ConfigurableApplicationContext context) {
		((GenericApplicationContext) context).registerBean("pause", FilterRegistrationBean.class,
				() -> new FilterRegistrationBean<>(this.pause));
	}

}
