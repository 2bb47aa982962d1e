CREATE TABLE entry (
	key TEXT NOT NULL PRIMARY KEY,
	position INTEGER NOT NULL,
	counter INTEGER NOT NULL,
	writer TEXT NOT NULL,
	deleted INTEGER NOT NULL,
	type TEXT,
	body_hash INTEGER NOT NULL,
	checksum INTEGER NOT NULL,
	body BLOB NOT NULL
);
CREATE INDEX entry_position ON entry (position, key, checksum);
CREATE TABLE store (
	recovering INTEGER NOT NULL,
	layout TEXT,
	epoch INTEGER,
	checksum INTEGER NOT NULL
);
CREATE TABLE filler (filler BLOB NOT NULL);
