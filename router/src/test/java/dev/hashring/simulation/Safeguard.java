package dev.hashring.simulation;

/**
 * What keeps values right. Each is taken out once, to see that the simulation notices.
 */
enum Safeguard {

	/** A store refuses writes by a state older than the one it knows. */
	STALE_WRITES,

	/** A store refuses reads by a state older than the one it knows. */
	STALE_READS,

	/** Stores are fenced before they are listed. */
	FENCE_BEFORE_LISTING,

	/** Tombstones move like values. */
	TOMBSTONES_MOVE,

	/** While entries move, a majority of those that keep them now has to answer. */
	OLD_QUORUM,

	/** While entries move, a majority of those that will keep them has to answer. */
	NEW_QUORUM,

	/** A write that begins again keeps its version. */
	SAME_VERSION,

	/** A one-step write is not sent again after silence. */
	ONE_STEP_ONCE,

	/** A phase counts answers by one state only. */
	ONE_STATE_PER_PHASE,

	/** A store cleans only in a stable state. */
	CLEAN_AFTER_SWITCH,

	/** A store cleans when enough stores know the state that it cleans by. */
	CLEAN_WHEN_AGREED,

	/** A deletion is checked in its own transaction. */
	CLEAN_CHECKED,

	/** A write is checked in its own transaction. */
	WRITES_CHECKED,

	/** A read is checked in its own transaction. */
	READS_CHECKED,

	/** A store serves only calls that mean it, and not one that was in its place. */
	STORE_ID,

	/** What to copy is asked of a majority. */
	MAJORITY_OF_DONORS,

	/** A read writes back to those that will keep the entry, too. */
	WRITE_BACK_TO_NEW,

	/** A read writes back to those that keep the entry now, too. */
	WRITE_BACK_TO_OLD,

	/** A member that lost its store gets its entries back before it counts. */
	JOINT_FOR_NEW_STORE,

	/** A state is acted on when enough stores have it on disk. */
	AGREED_BEFORE_USE,

	/** A router without a log is promised a term by a majority before it goes on. */
	PROMISED_TERM

}
