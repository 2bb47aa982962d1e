package dev.hashring.router.ring;

import java.net.URI;
import java.util.List;

import dev.hashring.hash.NamedHash;
import dev.hashring.protocol.PlacementMode;
import dev.hashring.protocol.RingShape;
import org.jspecify.annotations.Nullable;

/**
 * What stores are told about a state of the ring, and keep: enough to know who keeps an
 * entry, and for a router without a log to go on.
 */
public record SharedState(Settings settings, List<Shared> members, @Nullable Next next, List<String> banned) {

	/** The settings that decide who keeps an entry. */
	public record Settings(PlacementMode placement, long size, NamedHash hash, int virtualNodes, int replicas) {

		static Settings of(RingSettings settings) {
			return new Settings(settings.shape().placement(), settings.shape().size(), settings.shape().hash(),
					settings.shape().virtualNodes(), settings.replicas());
		}

		/** These settings, with all others as they are. */
		RingSettings on(RingSettings others) {
			return new RingSettings(new RingShape(this.placement, this.size, this.hash, this.virtualNodes),
					others.failOver(), others.timing(), this.replicas);
		}

	}

	/** A member. */
	public record Shared(String id, URI url, double weight, @Nullable Long position, @Nullable String instance,
			@Nullable String store) {

		static Shared of(Member member) {
			return new Shared(member.id(), member.url(), member.weight(), member.position(), member.instance(),
					member.store());
		}

		Member member() {
			return new Member(this.id, this.url, this.weight, this.position, this.instance, this.store);
		}

	}

	/** The ring that takes the place of this one. */
	public record Next(Settings settings, List<Shared> members) {
	}

	/** What stores are told about a state. */
	public static SharedState of(RingState state) {
		Placed later = state.next();
		return new SharedState(Settings.of(state.settings()), shared(state.now()),
				(later != null) ? new Next(Settings.of(later.settings()), shared(later)) : null,
				state.snapshot().banned());
	}

	private static List<Shared> shared(Placed placed) {
		return placed.members().values().stream().map(Shared::of).toList();
	}

}
