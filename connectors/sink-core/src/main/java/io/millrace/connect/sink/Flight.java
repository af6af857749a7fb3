// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A flush under way on another thread: tried again while the store cannot be reached, until it is committed, fails for
 * good, takes too long or is called off. Each try is a task of its own for the executor.
 */
final class Flight implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Flight.class);

    private final Flush flush;
    private final FlushPolicy policy;
    private final SinkEngine.Surroundings around;
    private final CountDownLatch landed = new CountDownLatch(1);
    private final long startNanos;
    private @Nullable Long failingSinceNanos;
    private volatile boolean calledOff;
    private volatile @Nullable Throwable failure;
    private volatile long tookNanos;

    Flight(Flush flush, FlushPolicy policy, SinkEngine.Surroundings around) {
        this.flush = flush;
        this.policy = policy;
        this.around = around;
        this.startNanos = now();
    }

    private long now() {
        return around.nanoClock().getAsLong();
    }

    Flush flush() {
        return flush;
    }

    @Override
    public void run() {
        try {
            flush.attempt();
            if (failingSinceNanos != null) {
                LOG.info("The database accepts rows again");
            }
            land(null);
        } catch (StoreUnavailableException e) {
            again(e);
        } catch (Throwable e) { // whatever it is, the task's thread has to hear of it
            land(e);
        }
    }

    private void again(StoreUnavailableException e) {
        if (failingSinceNanos == null) {
            failingSinceNanos = now();
            LOG.warn("Waiting for the database, for up to {}: {}", policy.retryTimeout(), e.getMessage());
        }
        Duration failing = Duration.ofNanos(now() - failingSinceNanos);
        if (calledOff) {
            land(e);
        } else if (failing.compareTo(policy.retryTimeout()) >= 0) {
            land(new ConnectException(e.getMessage() + " Gave up after 'retry.timeout.ms'.", e));
        } else {
            around.metrics().retried();
            around.pauseNanos().accept(policy.retryBackoff().toNanos());
            if (calledOff) { // meanwhile: the executor may be gone too
                land(e);
            } else {
                around.executor().execute(this);
            }
        }
    }

    private void land(@Nullable Throwable how) {
        tookNanos = now() - startNanos;
        failure = how;
        landed.countDown();
    }

    boolean hasLanded() {
        return landed.getCount() == 0;
    }

    /** Null if the flush was committed. Only once it has landed. */
    @Nullable Throwable failure() {
        return failure;
    }

    /** Counts what was committed. */
    void measure() {
        Pending written = flush.pending();
        around.metrics().flushed(flush.measured());
        around.metrics().reported(written.reports.count());
        Long latestMs = written.latestMs();
        if (latestMs != null) {
            around.metrics().lag(Duration.ofMillis(Math.max(0, System.currentTimeMillis() - latestMs)));
        }
    }

    Duration took() {
        return Duration.ofNanos(tookNanos);
    }

    /** The try that is under way is the last. */
    void callOff() {
        calledOff = true;
    }

    /** Whether it landed in time. */
    boolean await(Duration timeout) {
        try {
            return landed.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
