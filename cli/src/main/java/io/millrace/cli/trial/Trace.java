// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.cli.trial.ChainStep.Description;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/**
 * What became of a record.
 *
 * @param arrived what the chain got; null where converters could not read it
 * @param last what came out of the last step that it came to
 * @param sent what Kafka would get; null for a sink, and where it did not come so far
 * @param failure null where nothing failed
 */
record Trace(
        Given given,
        @Nullable ConnectRecord<?> arrived,
        List<Step> steps,
        Outcome outcome,
        @Nullable ConnectRecord<?> last,
        @Nullable ProducerRecord<byte[], byte[]> sent,
        @Nullable Failure failure) {
    Trace {
        steps = List.copyOf(steps);
    }

    /** How it ended. */
    enum Outcome {
        PASSED,
        DROPPED,
        FAILED;

        /** As JSON has it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a step did. */
    enum Effect {
        CHANGED,
        UNCHANGED,
        /** Its predicate kept the record from it. */
        NOT_APPLIED,
        DROPPED,
        FAILED;

        /** As JSON has it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A record's way through one transform. */
    record Step(Description description, Effect effect, List<Change> changes) {
        Step {
            changes = List.copyOf(changes);
        }
    }

    /**
     * What went wrong.
     *
     * @param where the transform's alias, or which converter
     * @param consequence what a worker does then
     */
    record Failure(String where, Throwable thrown, String consequence) {}
}
