package dev.hashring.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

import dev.hashring.history.Operation.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class LinearizabilityTests {

	private static final long SEED = 20261123;

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|',
			textBlock = """
					nothing happened             | ''
					nothing is there at first    | get - 1 2
					a value is read              | put a 1 2, get a 3 4
					a put is read as it happens  | put a 1 9, get a 2 3, get a 4 5
					a put is not read yet        | put a 1 9, get - 2 3, get a 4 5
					puts at once, the first last | put a 1 9, put b 2 8, get a 10 11
					puts at once, read in turn   | put a 1 9, put b 2 8, get b 3 4, get a 5 6, get a 10 11
					the same moment is at once   | put a 1 5, put b 5 8, get a 9 10
					reads of an old and new value | put a 1 2, put b 3 9, get b 4 8, get a 5 6
					deleted                      | put a 1 2, delete 3 4, get - 5 6
					deleted as it is put         | put a 1 4, delete 2 5, get a 6 7
					deleted twice                | put a 1 2, delete 3 20, delete 4 21, get - 5 6, put b 7 8, get b 9 10, get - 11 12
					deleted where nothing was    | delete 1 9, put a 2 8, get a 10 11
					an open put came             | put a 1 ?, get - 2 3, get a 4 5
					an open put never came       | put a 1 2, put b 3 ?, get a 4 5, get a 6 7
					an open put came late        | put a 1 ?, put b 2 3, get b 4 5, get a 6 7
					an open delete came late     | delete 1 ?, put a 2 3, get a 4 5, get - 6 7, put b 8 9, get b 10 11
					an open read says nothing    | put a 1 2, get zzz 3 ?, get a 4 5
					a put that nobody could read | put a 1 8, put b 2 3, get b 4 9
					""")
	void isLinearizable(String name, String history) {
		assertThat(Linearizability.violations(history(history))).isEmpty();
		assertThat(BruteForce.explains(history(history))).isTrue();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			a stale read                     | put a 1 2, put b 3 4, get a 5 6                         | get a 5 6
			an acknowledged put that is lost | put a 1 2, get - 3 4                                    | get - 3 4
			a lost update                    | put a 1 2, put b 3 4, put c 5 ?, get a 6 7              | get a 6 7
			a value that nobody wrote        | put a 1 2, get b 3 4                                    | get b 3 4
			a value from the future          | get a 1 2, put a 3 4                                    | get a 1 2
			an open put from the future      | get a 1 2, put a 3 ?                                    | get a 1 2
			a read that goes back            | put a 1 2, put b 3 20, get b 4 5, get a 6 7             | get a 6 7
			two readers who disagree         | put a 1 20, put b 2 21, get a 3 4, get b 5 6, get a 7 8 | get a 7 8
			a delete that is lost            | put a 1 2, delete 3 4, get a 5 6                        | get a 5 6
			a delete undone                  | put a 1 2, delete 3 9, get - 4 5, get a 6 7             | get a 6 7
			a delete that comes twice        | put a 1 2, delete 3 9, get - 4 5, put b 6 7, get - 8 10 | get - 8 10
			an open delete that comes twice  | put a 1 2, delete 3 ?, get - 4 5, put b 6 7, get - 8 9  | get - 8 9
			an open delete before its call   | put a 1 2, get - 3 4, delete 5 ?                        | get - 3 4
			an open put seen, then unseen    | put a 1 2, put b 3 ?, get b 4 5, get a 6 7              | get a 6 7
			an open put that comes twice     | put a 1 ?, get a 2 3, put b 4 5, get b 6 7, get a 8 9   | get a 8 9
			the first of several             | put a 1 2, put b 3 4, get a 5 6, get b 7 8, get a 9 10  | get a 5 6
			""")
	void isNotLinearizable(String name, String history, String read) {
		assertThat(Linearizability.violations(history(history))).extracting(Violation::read)
			.containsExactly(operation(read));
		assertThat(BruteForce.explains(history(history))).isFalse();
	}

	@Test
	void saysWhatIsWrong() {
		assertThat(Linearizability.violations(history("put a 1 2, put b 3 4, put c 4 ?, get a 5 6, get b 7 8")))
			.singleElement()
			.hasToString("""
					No order of the operations on k explains that this read found a:
					  PUT k = a, 1.000 to 2.000 ms
					  PUT k = b, 3.000 to 4.000 ms
					  PUT k = c, from 4.000 ms, outcome unknown
					> GET k found a, 5.000 to 6.000 ms
					""");
	}

	@Test
	void eachKeyIsARegisterOfItsOwn() {
		List<Operation> history = List.of(new Operation("x", Kind.PUT, "a", 1, 2L),
				new Operation("y", Kind.GET, null, 3, 4L), new Operation("x", Kind.GET, null, 3, 4L));
		assertThat(Linearizability.violations(history)).extracting((violation) -> violation.read().key())
			.containsExactly("x");
	}

	@Test
	void valuesAreUnique() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Linearizability.violations(history("put a 1 2, put a 3 4")))
			.withMessage("a was put twice under k.");
	}

	@Test
	void whatAnAtomicRegisterDoesIsLinearizable() {
		for (long seed = SEED; seed < SEED + 500; seed++) {
			assertThat(Linearizability.violations(SimulatedRegister.history(seed, 10, 300, 0.1))).as("seed %d", seed)
				.isEmpty();
		}
	}

	/** Of random histories in which up to two reads found something else. */
	@Test
	void agreesWithTryingAllOrders() {
		SplittableRandom random = new SplittableRandom(SEED);
		int good = 0;
		int bad = 0;
		for (long seed = SEED; seed < SEED + 20_000; seed++) {
			List<Operation> history = SimulatedRegister.history(seed, 1 + random.nextInt(5), 8, 0.2);
			for (int i = random.nextInt(3); i > 0; i--) {
				history = withAnotherRead(history, random);
			}
			boolean expected = BruteForce.explains(history);
			assertThat(Linearizability.violations(history).isEmpty()).as("seed %d: %s", seed, history)
				.isEqualTo(expected);
			good += expected ? 1 : 0;
			bad += expected ? 0 : 1;
		}
		System.out.printf("%d small histories that are linearizable, %d that are not (seed %d)%n", good, bad, SEED);
		assertThat(good).isGreaterThan(2000);
		assertThat(bad).isGreaterThan(2000);
	}

	private static List<Operation> withAnotherRead(List<Operation> history, SplittableRandom random) {
		int i = random.nextInt(history.size());
		Operation read = history.get(i);
		String value = history.get(random.nextInt(history.size())).value();
		List<Operation> other = new ArrayList<>(history);
		if (read.isRead()) {
			other.set(i, new Operation(read.key(), Kind.GET, value, read.start(), read.end()));
		}
		return other;
	}

	@Test
	void oneStaleReadIsFound() {
		for (long seed = SEED; seed < SEED + 50; seed++) {
			List<Operation> history = new ArrayList<>(SimulatedRegister.history(seed, 6, 1000, 0.05));
			Operation stale = makeStale(history, new SplittableRandom(seed));
			assertThat(Linearizability.violations(history)).as("seed %d", seed)
				.extracting(Violation::read)
				.containsExactly(stale);
		}
	}

	/** Lets a late read find what had been overwritten for sure. */
	private static Operation makeStale(List<Operation> history, SplittableRandom random) {
		List<Operation> puts = history.stream()
			.filter((operation) -> operation.kind() == Kind.PUT && !operation.isOpen())
			.sorted(Comparator.comparing(Operation::start))
			.toList();
		Operation old = puts.get(random.nextInt(puts.size() / 2));
		Operation overwriting = puts.stream().filter((put) -> put.start() > old.end()).findFirst().orElseThrow();
		Operation read = history.stream()
			.filter((operation) -> operation.isRead() && operation.start() > overwriting.end())
			.max(Comparator.comparing(Operation::end))
			.orElseThrow();
		Operation stale = new Operation(read.key(), Kind.GET, old.value(), read.start(), read.end());
		history.set(history.indexOf(read), stale);
		return stale;
	}

	/** Takes less than a second, so a search that explodes is noticed. */
	@Test
	void aLongHistoryWithManyOpenWritesIsCheckedInMoments() {
		List<Operation> history = new ArrayList<>(SimulatedRegister.history(SEED, 10, 10_000, 0.02));
		assertThat(history).filteredOn((operation) -> operation.isOpen() && operation.kind() == Kind.DELETE)
			.hasSizeGreaterThan(24);
		assertTimeout(Duration.ofSeconds(20), () -> assertThat(Linearizability.violations(history)).isEmpty());
		makeStale(history, new SplittableRandom(SEED));
		assertTimeout(Duration.ofSeconds(20), () -> assertThat(Linearizability.violations(history)).hasSize(1));
	}

	/**
	 * Such as {@code put a 1 2, get a 3 4}: kind, value, start and end in milliseconds.
	 */
	private static List<Operation> history(String text) {
		return text.isEmpty() ? List.of()
				: Arrays.stream(text.split(", ")).map(LinearizabilityTests::operation).toList();
	}

	private static Operation operation(String text) {
		String[] words = text.replace("delete ", "delete - ").split(" ");
		return new Operation(SimulatedRegister.KEY, Kind.valueOf(words[0].toUpperCase(Locale.ROOT)),
				words[1].equals("-") ? null : words[1], millis(words[2]),
				words[3].equals("?") ? null : millis(words[3]));
	}

	private static long millis(String text) {
		return Duration.ofMillis(Long.parseLong(text)).toNanos();
	}

}
