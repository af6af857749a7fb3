// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import org.apache.kafka.connect.data.Schema;

/** Writes values of one schema: a node of a {@link WritePlan}. Immutable once linked, thread-safe. */
abstract class WriteNode {
    /** Appends {@code value}, which is not null. */
    abstract void write(Object value, ByteOutput out);

    /**
     * Says that {@code equal}, another object, is equal to the schema that this was made for, so that structs of it, and of
     * the schemas within it, need not be compared.
     */
    void trust(Schema equal) {}

    /** The Java type that {@link #write} takes, as an error text names it. */
    abstract String expected();

    /** Appends a null where the schema has room for one. */
    void writeNull(ByteOutput out) {
        throw new Fault(
                "null (expected " + expected() + ")",
                "Make the field optional, give it a default, or mend the source.");
    }
}
