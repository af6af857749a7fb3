// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** A fault at the first message that a {@link FaultProxy} sees of a kind. It happens once. Thread-safe. */
public final class FaultRule {
    private final Predicate<FrontendMessage> when;
    private final Fault fault;
    private final AtomicBoolean matched = new AtomicBoolean();
    private final CountDownLatch fired = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    FaultRule(Predicate<FrontendMessage> when, Fault fault) {
        this.when = when;
        this.fault = fault;
    }

    boolean matches(FrontendMessage message) {
        return when.test(message) && matched.compareAndSet(false, true);
    }

    Fault fault() {
        return fault;
    }

    void fire() {
        fired.countDown();
    }

    /** Whether the message has come. */
    public boolean hasFired() {
        return fired.getCount() == 0;
    }

    /** Waits until the message has come; an {@link AssertionError} if it does not. */
    public void awaitFired(Duration atMost) throws InterruptedException {
        if (!fired.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(
                    "Waited %d s for the message that the fault %s is to meet.".formatted(atMost.toSeconds(), fault));
        }
    }

    /** Lets what is on hold go on. */
    public void release() {
        released.countDown();
    }

    void awaitReleased() throws InterruptedException {
        released.await();
    }
}
