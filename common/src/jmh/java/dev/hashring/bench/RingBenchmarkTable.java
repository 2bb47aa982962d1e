package dev.hashring.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link RingBenchmark} and prints its results as a Markdown table.
 */
public final class RingBenchmarkTable {

	private RingBenchmarkTable() {
	}

	public static void main(String[] args) throws RunnerException {
		Collection<RunResult> results = new Runner(
				new OptionsBuilder().include(RingBenchmark.class.getSimpleName()).build())
			.run();
		Map<String, Map<String, Double>> table = new TreeMap<>();
		for (RunResult result : results) {
			String name = result.getParams().getBenchmark().replaceAll(".*\\.", "");
			table.computeIfAbsent(name, (key) -> new TreeMap<>())
				.put(result.getParams().getParam("members"), result.getPrimaryResult().getScore());
		}
		System.out.printf(Locale.ROOT, "%n| ns per operation, Java %s | 10 × 160 points | 1,000 × 160 points |%n|---|--:|--:|%n",
				Runtime.version());
		table.forEach((name, scores) -> System.out.printf(Locale.ROOT, "| %s | %,.1f | %,.1f |%n",
				name.substring(3).replace('_', ' '), scores.get("10"), scores.get("1000")));
	}

}
