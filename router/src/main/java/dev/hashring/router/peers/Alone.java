package dev.hashring.router.peers;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A router that shares its ring with no other.
 */
public final class Alone implements Peers {

	@Override
	public Optional<Router> own() {
		return Optional.empty();
	}

	@Override
	public List<Router> all() {
		return List.of();
	}

	@Override
	public boolean leads() {
		return true;
	}

	@Override
	public void resign() {
		// There is no other router.
	}

	@Override
	public void whenLeading(Runnable work) {
		// It leads from the start on.
	}

	@Override
	public void renewed(String member, Duration lease) {
		// Nobody else has to know.
	}

	@Override
	public void onRenewal(BiConsumer<String, Duration> listener) {
		// There is no other router.
	}

	@Override
	public void tellProgress(byte[] progress) {
		// Nobody else has to know.
	}

	@Override
	public void onProgress(Consumer<byte[]> listener) {
		// There is no other router.
	}

}
