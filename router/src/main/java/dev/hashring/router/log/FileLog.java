package dev.hashring.router.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import dev.hashring.web.WholeFile;
import dev.hashring.web.WrongSettingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * A ring log in a file of JSON lines, one a state. Each is on disk before anybody sees
 * it. What a crash left behind of a last line was never acknowledged, and is ignored.
 */
final class FileLog extends MemoryLog {

	private static final Logger log = LoggerFactory.getLogger(FileLog.class);

	/** With so many lines the file is written anew, with those that are still kept. */
	private static final int MOST_LINES = 2 * KEPT;

	private final Path file;

	private int lines;

	/** How much of the file is whole lines. */
	private long length;

	private FileLog(Path file) {
		this.file = file;
	}

	/**
	 * Reads the file, if it is there, and writes it anew.
	 * @throws WrongSettingException if it can't be used
	 */
	static FileLog open(Path file) {
		FileLog opened = new FileLog(file);
		if (Files.exists(file)) {
			opened.read();
		}
		try {
			opened.rewrite();
		}
		catch (IOException ex) {
			throw new WrongSettingException("ring.state-file can't be written: %s.".formatted(ex));
		}
		return opened;
	}

	private void read() {
		try {
			String content = Files.readString(this.file);
			StateLines lines = new StateLines();
			// The one line of earlier versions has no end.
			int end = content.contains("\n") ? content.lastIndexOf('\n') : content.length();
			for (String line : content.substring(0, end).lines().toList()) {
				keep(lines.read(line));
			}
			if (last().isEmpty()) {
				throw unusable("it is empty");
			}
			log.info("The ring goes on from {}, epoch {}.", this.file, last().orElseThrow().epoch());
		}
		catch (JacksonException ex) {
			throw unusable(ex.getOriginalMessage());
		}
		catch (IOException ex) {
			throw unusable(String.valueOf(ex.getMessage()));
		}
	}

	private WrongSettingException unusable(String why) {
		return new WrongSettingException(
				"ring.state-file is '%s', which can't be used: %s. Delete it to start with a new ring."
					.formatted(this.file, why));
	}

	@Override
	public String toString() {
		return this.file.toString();
	}

	private void rewrite() throws IOException {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		List<LoggedState> states = readAfter(0, KEPT);
		for (LoggedState state : states) {
			content.writeBytes(StateLines.write(state));
		}
		WholeFile.replace(this.file, content.toByteArray());
		this.length = content.size();
		this.lines = states.size();
	}

	@Override
	boolean write(LoggedState next) {
		try {
			if (this.lines >= MOST_LINES) {
				rewrite();
			}
			ByteBuffer line = ByteBuffer.wrap(StateLines.write(next));
			int size = line.remaining();
			try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.WRITE)) {
				// Nothing of a line that could not be written whole stays.
				channel.truncate(this.length).position(this.length);
				while (line.hasRemaining()) {
					channel.write(line);
				}
				channel.force(true);
			}
			this.length += size;
			this.lines++;
			return true;
		}
		catch (IOException ex) {
			throw LogFailedException.unwritten(ex);
		}
	}

}
