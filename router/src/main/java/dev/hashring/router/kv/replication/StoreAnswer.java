package dev.hashring.router.kv.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.hashring.protocol.EntryPage;
import dev.hashring.protocol.RingStamp;
import dev.hashring.protocol.StoreHeader;
import dev.hashring.protocol.Version;
import dev.hashring.router.kv.replication.Entries.Stored;
import dev.hashring.router.kv.replication.NoAnswerException.Kind;
import dev.hashring.router.kv.replication.Stores.Known;
import dev.hashring.router.log.SharedJson;
import dev.hashring.router.nodes.NodeAnswer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;

/**
 * What the store of a member answered. Anything that is not as agreed counts as no
 * answer.
 */
record StoreAnswer(NodeAnswer answer) {

	private static final JsonMapper JSON = JsonMapper.shared();

	/** The entry for a key, if the replica ever had one. */
	Optional<Versioned> entry() throws NoAnswerException {
		return switch (this.answer.status()) {
			case 200 -> Optional.of(Versioned.of(version(), new Versioned.Value(type(), this.answer.body())));
			case 204 -> Optional.of(Versioned.of(version(), null));
			default -> none();
		};
	}

	/** The same without the value, where only headers were asked for. */
	Optional<Versioned> head() throws NoAnswerException {
		return switch (this.answer.status()) {
			case 200, 204 -> Optional.of(new Versioned(version(), this.answer.status() == 204, null));
			default -> none();
		};
	}

	/** Nothing, if the store says so, and not a server that has none. */
	private Optional<Versioned> none() throws NoAnswerException {
		if (this.answer.status() == 404
				&& this.answer.header(StoreHeader.VERSION).equals(Optional.of(StoreHeader.NO_VERSION))) {
			return Optional.empty();
		}
		throw refused();
	}

	/** Whether the store lacks the state that the call went by, and wants to be told. */
	boolean lacksState() {
		return this.answer.status() == 428;
	}

	/** This one, if the store took the call for one of a state that it may serve. */
	StoreAnswer served() throws NoAnswerException {
		if (this.answer.status() == 412) {
			throw new NoAnswerException(Kind.STALE,
					"knows another state of the ring (" + this.answer.header(StoreHeader.STATE).orElse("") + ")");
		}
		return this;
	}

	/** The state that a store knows, if it knows one. */
	Optional<Known> known() throws NoAnswerException {
		if (this.answer.status() == 404) {
			return Optional.empty();
		}
		done();
		try {
			return Optional.of(new Known(RingStamp.parse(this.answer.header(StoreHeader.STATE).orElse("")),
					SharedJson.read(this.answer.body())));
		}
		catch (IllegalArgumentException | JacksonException ex) {
			throw unreadable();
		}
	}

	/** The entries that it gave. */
	EntryPage page() throws NoAnswerException {
		done();
		try {
			return EntryPage.parse(this.answer.body());
		}
		catch (IllegalArgumentException ex) {
			throw unreadable();
		}
	}

	private static NoAnswerException unreadable() {
		return new NoAnswerException(Kind.SILENT, "gave an answer that can't be read");
	}

	private @Nullable String type() {
		return this.answer.header(HttpHeaders.CONTENT_TYPE).orElse(null);
	}

	/** The version that a replica gave to a value. */
	Stored stored() throws NoAnswerException {
		return new Stored(done().version(), this.answer.status() == 201);
	}

	/**
	 * The versions that a replica gave to several values. Those may be on its disk,
	 * whatever 5xx it answers, unless it says by a 503 of its own that it did not begin.
	 */
	List<Stored> puts() throws NoAnswerException {
		int status = this.answer.status();
		if (status >= 500 && !(status == 503 && this.answer.header(StoreHeader.NODE).isPresent())) {
			throw new NoAnswerException(Kind.SILENT, refused().why());
		}
		List<Stored> stored = new ArrayList<>();
		for (EntryPage.Put put : read(EntryPage.Puts.class).puts()) {
			stored.add(new Stored(version(put.version()), put.isNew()));
		}
		return stored;
	}

	/** What a JSON body says. */
	<T> T read(Class<T> type) throws NoAnswerException {
		done();
		try {
			return JSON.readValue(this.answer.body(), type);
		}
		catch (JacksonException ex) {
			throw unreadable();
		}
	}

	/** This one, if the member did what it was told. */
	StoreAnswer done() throws NoAnswerException {
		if (!this.answer.isSuccess()) {
			throw refused();
		}
		return this;
	}

	private Version version() throws NoAnswerException {
		return version(this.answer.header(StoreHeader.VERSION).orElse(""));
	}

	/** A version in an answer. */
	static Version version(String text) throws NoAnswerException {
		try {
			return Version.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new NoAnswerException(Kind.SILENT, "gave no version");
		}
	}

	private NoAnswerException refused() {
		String detail = "";
		try {
			detail = JSON.readTree(this.answer.body()).path("detail").asString("");
		}
		catch (JacksonException ex) {
			// The status has to do.
		}
		return new NoAnswerException(Kind.REFUSED,
				"answered " + this.answer.status() + (detail.isEmpty() ? "" : " (" + detail + ")"));
	}

}
