package dev.hashring.page;

import java.util.Locale;
import java.util.Scanner;
import java.util.regex.Pattern;

/**
 * Measures what is drawn, by nothing but the {@code d} of a path.
 */
final class Drawing {

	private static final Pattern BETWEEN_NUMBERS = Pattern.compile("[\\s,]+");

	private Drawing() {
	}

	/**
	 * The fraction of a circle around the origin that the outermost arcs of a path cover,
	 * made of absolute M, L, A and Z.
	 * @throws IllegalArgumentException if the arcs are not around the origin
	 */
	static double share(String d) {
		double outermost = 0;
		double angle = 0;
		double x = 0;
		double y = 0;
		Scanner in = new Scanner(d.replaceAll("([MLAZ])", " $1 ")).useDelimiter(BETWEEN_NUMBERS).useLocale(Locale.ROOT);
		while (in.hasNext()) {
			String command = in.next();
			if (command.equals("Z")) {
				continue;
			}
			if (command.equals("A")) {
				double radius = in.nextDouble();
				in.nextDouble();
				in.nextDouble();
				boolean large = in.nextInt() == 1;
				int direction = (in.nextInt() == 1) ? 1 : -1;
				double toX = in.nextDouble();
				double toY = in.nextDouble();
				requireAroundOrigin(radius, x, y, d);
				requireAroundOrigin(radius, toX, toY, d);
				double swept = swept(direction * (Math.atan2(toY, toX) - Math.atan2(y, x)), large);
				if (radius > outermost + 1e-6) {
					outermost = radius;
					angle = 0;
				}
				angle += (radius > outermost - 1e-6) ? swept : 0;
				x = toX;
				y = toY;
			}
			else {
				x = in.nextDouble();
				y = in.nextDouble();
			}
		}
		return angle / (2 * Math.PI);
	}

	private static void requireAroundOrigin(double radius, double x, double y, String d) {
		if (Math.abs(Math.hypot(x, y) - radius) > 0.1) {
			throw new IllegalArgumentException("(%s, %s) is not at radius %s in %s".formatted(x, y, radius, d));
		}
	}

	/** The angle between two directions, by the way round that is meant. */
	private static double swept(double difference, boolean large) {
		double angle = (difference + 4 * Math.PI) % (2 * Math.PI);
		// An angle near none or all of the circle may be rounded to the other side.
		if (large && angle < 0.01) {
			return angle + 2 * Math.PI;
		}
		return (!large && angle > 2 * Math.PI - 0.01) ? angle - 2 * Math.PI : angle;
	}

}
