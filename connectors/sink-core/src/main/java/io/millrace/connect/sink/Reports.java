// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Errant records on their way to the dead letter queue; without one, the first stops the task. */
final class Reports {
    private static final long TIMEOUT_SECONDS = 60;

    private final @Nullable ErrantRecordReporter reporter;
    private final List<Future<Void>> pending = new ArrayList<>();

    Reports(@Nullable ErrantRecordReporter reporter) {
        this.reporter = reporter;
    }

    void report(SinkRecord record, DataException error) {
        if (reporter == null) {
            throw error;
        }
        pending.add(reporter.report(record, error));
    }

    /** What {@code other} waits for is waited for here. */
    void takeOver(Reports other) {
        pending.addAll(other.pending);
        other.pending.clear();
    }

    int count() {
        return pending.size();
    }

    /** Returns once the dead letter queue has every reported record. */
    void await() {
        for (Future<Void> report : pending) {
            try {
                report.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConnectException("Cannot report an errant record: interrupted.", e);
            } catch (ExecutionException | TimeoutException e) {
                throw new ConnectException(
                        "Cannot report an errant record: the dead letter queue did not accept it. Check its topic.", e);
            }
        }
    }

    void clear() {
        pending.clear();
    }
}
