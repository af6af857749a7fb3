// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.runtime.TransformationStage;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A transform of the chain.
 *
 * @param description what it is to a reader
 * @param stage does it, predicate and all, as in a worker
 * @param condition the same predicate once more, to tell a record that it left alone from one that it was not given
 */
record ChainStep<R extends ConnectRecord<R>>(
        Description description,
        TransformationStage<R> stage,
        @Nullable Condition<R> condition) {
    /**
     * What a step is called.
     *
     * @param name its alias in {@code transforms}
     * @param type its class
     * @param predicate the alias of what it depends on, with {@code not} where that is negated; empty for nothing
     */
    record Description(String name, String type, String predicate) {}

    /** When a transform is applied. */
    record Condition<R extends ConnectRecord<R>>(Predicate<R> predicate, boolean isNegated) {
        boolean isMet(R record) {
            return predicate.test(record) != isNegated;
        }
    }

    /** Null for a record that is dropped. */
    @Nullable R apply(R record) throws StageFailure {
        return StageFailure.at(Stage.TRANSFORMATION, () -> stage.apply(record));
    }

    /** Whether the transform is given the record. */
    boolean takes(R record) throws StageFailure {
        return condition == null || StageFailure.at(Stage.TRANSFORMATION, () -> condition.isMet(record));
    }
}
