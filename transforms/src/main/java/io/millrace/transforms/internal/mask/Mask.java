// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** A way to mask values, worked out for each schema that it meets. Thread-safe. */
interface Mask {
    /** How values of this schema are masked; null if this mask does not fit them. */
    @Nullable Masked on(Schema schema);

    /** What fits, for an error text: {@code text, numbers}. */
    String fits();

    /** As the configuration names it. */
    String name();

    /** Whether the outcome is the same for every value, so that what a value stands for does not matter. */
    default boolean isConstant() {
        return false;
    }

    /** Whether the field goes, rather than its value. */
    default boolean drops() {
        return false;
    }

    /** A mask at work on the values of one schema. */
    record Masked(Schema schema, Change change) {}

    /** Never sees null; never changes what it is given. */
    interface Change {
        @Nullable Object apply(Object value);
    }
}
