package dev.hashring.node.web;

import java.util.ArrayList;
import java.util.List;

import dev.hashring.protocol.EntryLimits;
import dev.hashring.protocol.EntryPage;
import dev.hashring.web.Refusal;

import org.springframework.http.HttpStatus;

/**
 * A page of small entries. Bodies that don't fit are left out.
 */
final class PageBuilder {

	/** The most bytes of bodies that are read for one page. */
	private static final int READ = 4 << 20;

	private final List<EntryPage.Item> entries = new ArrayList<>();

	private int read;

	private int room;

	/**
	 * An empty page.
	 * @param room the most bytes of bodies in it
	 */
	PageBuilder(int room) {
		this.room = room;
	}

	void add(EntryPage.Item entry) {
		int length = entry.body().length;
		this.read += length;
		if (this.read > READ) {
			throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "These values are too large to be read together.");
		}
		if (length <= Math.min(EntryLimits.SMALL, this.room)) {
			this.room -= length;
			this.entries.add(entry);
		}
		else {
			this.entries.add(entry.withoutBody());
		}
	}

	EntryPage build() {
		return new EntryPage(this.entries);
	}

}
