package dev.hashring.node.store;

import java.nio.file.Path;

class SqliteEntriesTests extends EntryStoreContract {

	@Override
	EntryStore open(Path folder) throws Exception {
		StoreFile file = new StoreFile(folder);
		file.createIfMissing();
		return new SqliteEntries(file);
	}

}
