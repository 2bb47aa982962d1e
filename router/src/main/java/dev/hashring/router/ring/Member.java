package dev.hashring.router.ring;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import dev.hashring.protocol.HostPort;
import dev.hashring.protocol.Place;
import dev.hashring.ring.InvalidRingException;
import org.jspecify.annotations.Nullable;

/**
 * A node as the ring knows it.
 *
 * @param id its name, 1 to {@link #MAX_ID} characters
 * @param url where it answers, {@code http://host:port}
 * @param weight how much of the ring it takes, beside a member of weight 1
 * @param position where it stands in fixed placement; without one it gets the middle of
 * the widest arc
 * @param instance the process that joined by itself and keeps its lease; null for a
 * member that stays without one
 * @param store the id of its store; null while that is not known, or if it has none
 */
public record Member(String id, URI url, double weight, @Nullable Long position, @Nullable String instance,
		@Nullable String store) {

	/** The longest id, in characters. */
	public static final int MAX_ID = 255;

	public Member {
		if (id.isEmpty() || id.length() > MAX_ID || id.chars().anyMatch(Character::isISOControl)) {
			throw new InvalidRingException(
					"The id of a member has 1 to %s characters, none of them a control character, but this one is '%s'."
						.formatted(MAX_ID, shown(id)));
		}
		if (id.equals(".") || id.equals("..")) {
			throw new InvalidRingException("The id of a member can't be '%s', since no URL can name it.".formatted(id));
		}
		try {
			HostPort.of(url);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRingException(
					"The url of member %s has to read http://host:port, but it reads '%s'.".formatted(id, url));
		}
		if (instance != null && instance.length() > MAX_ID) {
			throw new InvalidRingException(
					"The instance of member %s has more than %s characters.".formatted(id, MAX_ID));
		}
		if (position != null && position < 0) {
			throw new InvalidRingException(
					"The position of member %s is %s, but positions start at 0.".formatted(id, position));
		}
		if (!(weight > 0) || weight > 1_000_000) {
			throw new InvalidRingException(
					"The weight of member %s has to be above 0 and at most a million, but it is %s.".formatted(id,
							weight));
		}
	}

	/** A member that stays without a lease. */
	public Member(String id, URI url, double weight, @Nullable Long position) {
		this(id, url, weight, position, null, null);
	}

	private static String shown(String id) {
		String start = (id.length() <= 40) ? id : id.substring(0, 40) + "… with %s characters".formatted(id.length());
		return start.replaceAll("\\p{Cc}", "?");
	}

	Member at(long position) {
		return new Member(this.id, this.url, this.weight, position, this.instance, this.store);
	}

	/** How it stands on the ring. */
	public Place place() {
		return new Place(this.id, this.weight, this.position, this.store);
	}

	/** Whether it joined by itself, and has to renew its lease. */
	public boolean hasLease() {
		return this.instance != null;
	}

	/** Whether another is the same member with the same store, or with none like this. */
	public boolean hasStoreOf(Member other) {
		return this.id.equals(other.id) && Objects.equals(this.store, other.store);
	}

	/** How people give up what only this member has. */
	public String abandonment() {
		return "DELETE /ring/members/%s?abandon=true gives that up"
			.formatted(URLEncoder.encode(this.id, StandardCharsets.UTF_8).replace("+", "%20"));
	}

	/** This member with a store. */
	public Member in(@Nullable String store) {
		return new Member(this.id, this.url, this.weight, this.position, this.instance, store);
	}

	/** This member where another says that it answers, and in that process. */
	Member reachedAs(Member other) {
		return new Member(this.id, other.url, this.weight, this.position, other.instance, this.store);
	}

	/** This member, joined by itself: the process of that name has to keep its lease. */
	public Member leasedTo(String instance) {
		return new Member(this.id, this.url, this.weight, this.position, instance, this.store);
	}

}
