// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import org.jspecify.annotations.Nullable;

/** Reads values of one schema: a node of a {@link ReadPlan}. Immutable once linked, thread-safe. */
abstract class ReadNode {
    /** The next value of {@code in}; throws a {@link Fault} when it is not one. */
    abstract @Nullable Object read(ByteInput in);
}
