package dev.hashring.cluster;

import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Writers that put one new key after another until it is closed, and the keys of which
 * they were told that they are kept.
 */
final class UniqueWrites implements AutoCloseable {

	private static final int WRITERS = 16;

	private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

	private final Workers workers;

	/** Writers that put keys and values in this way. */
	UniqueWrites(BiFunction<String, String, HttpResponse<String>> put) {
		this.workers = new Workers(WRITERS, 0, (writer) -> (i) -> write("writer" + writer + "-" + i, put));
	}

	private void write(String key, BiFunction<String, String, HttpResponse<String>> put) {
		try {
			if (put.apply(key, value(key)).statusCode() / 100 == 2) {
				this.acknowledged.add(key);
			}
		}
		catch (RuntimeException ex) {
			// Its outcome is unknown.
		}
	}

	/** What is put for a key. */
	static String value(String key) {
		return "what is kept for " + key;
	}

	/** How many keys are kept, as far as was said. */
	int acknowledged() {
		return this.acknowledged.size();
	}

	/** Ends it; the keys that are kept, as far as was said. */
	Set<String> end() {
		close();
		return this.acknowledged;
	}

	@Override
	public void close() {
		this.workers.close();
	}

}
