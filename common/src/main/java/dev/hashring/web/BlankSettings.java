package dev.hashring.web;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * A blank setting counts as one that is not set: {@code docker compose} passes variables
 * on that have no value. An exception is {@code RING_MEMBERS=}, a ring without configured
 * members.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
class BlankSettings implements EnvironmentPostProcessor {

	private static final Pattern OURS = Pattern.compile("(ring|node|router|server)[._].+");

	private static final Pattern NO_MEMBERS = Pattern.compile("ring[._]members");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> all
					&& Arrays.stream(all.getPropertyNames()).anyMatch((name) -> isBlank(all, name))) {
				environment.getPropertySources().replace(source.getName(), withoutBlanks(all));
			}
		}
	}

	private static PropertySource<?> withoutBlanks(EnumerablePropertySource<?> all) {
		Map<String, Object> left = new LinkedHashMap<>();
		for (String name : all.getPropertyNames()) {
			if (!isBlank(all, name)) {
				left.put(name, all.getProperty(name));
			}
			else if (NO_MEMBERS.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
				left.put(name, "");
			}
		}
		return (all instanceof SystemEnvironmentPropertySource)
				? new SystemEnvironmentPropertySource(all.getName(), left) : new MapPropertySource(all.getName(), left);
	}

	private static boolean isBlank(EnumerablePropertySource<?> source, String name) {
		return OURS.matcher(name.toLowerCase(Locale.ROOT)).matches()
				&& source.getProperty(name) instanceof CharSequence value && value.toString().isBlank();
	}

}
