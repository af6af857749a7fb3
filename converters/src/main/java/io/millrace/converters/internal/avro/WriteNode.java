// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

/** Writes values of one schema: a node of a {@link WritePlan}. Immutable once linked, thread-safe. */
abstract class WriteNode {
    /** Appends {@code value}, which is not null. */
    abstract void write(Object value, ByteOutput out);

    /** The Java type that {@link #write} takes, as an error text names it. */
    abstract String expected();

    /** Appends a null where the schema has room for one. */
    void writeNull(ByteOutput out) {
        throw new Fault(
                "null (expected " + expected() + ")",
                "Make the field optional, give it a default, or mend the source.");
    }
}
