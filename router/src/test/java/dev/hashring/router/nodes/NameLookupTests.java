package dev.hashring.router.nodes;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NameLookupTests {

	private static final long LONG = TimeUnit.SECONDS.toNanos(10);

	@Test
	void aNameServerThatDoesNotAnswerIsWaitedForNoLongerThanAllowedAndAskedOnce() throws Exception {
		CountDownLatch answer = new CountDownLatch(1);
		AtomicInteger asked = new AtomicInteger();
		NameLookup names = new NameLookup((host) -> {
			asked.incrementAndGet();
			await(answer);
			return new InetAddress[] { InetAddress.getLoopbackAddress() };
		});
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> names.addresses("slow", TimeUnit.MILLISECONDS.toNanos(20)));
		}
		assertThat(asked).hasValue(1);
		answer.countDown();
		assertThat(names.addresses("slow", LONG)).containsExactly(InetAddress.getLoopbackAddress());
	}

	@Test
	void everyLookupAsksAnew() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		NameLookup names = new NameLookup((host) -> new InetAddress[] {
				InetAddress.getByAddress(new byte[] { 10, 0, 0, (byte) asked.incrementAndGet() }) });
		assertThat(names.addresses("moving", LONG)[0].getHostAddress()).isEqualTo("10.0.0.1");
		assertThat(names.addresses("moving", LONG)[0].getHostAddress()).isEqualTo("10.0.0.2");
	}

	@Test
	void aNameWithoutAnAddressIsUnknown() {
		NameLookup names = new NameLookup((host) -> {
			throw new UnknownHostException(host);
		});
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> names.addresses("nobody", LONG));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
