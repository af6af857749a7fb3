// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;

/** Which field of a registered Avro record a Connect field is. */
final class FieldNames {
    private FieldNames() {}

    /** The one of its name, else the one that has its name as an alias; a {@link Fault} when there is none. */
    static Schema.Field target(Field field, Schema record, DataOptions options) {
        String name = options.has(DataOption.SCRUB_INVALID_NAMES) ? AvroNames.scrub(field.name()) : field.name();
        Schema.Field target = record.getField(name);
        if (target != null) {
            return target;
        }
        for (Schema.Field each : record.getFields()) {
            if (each.aliases().contains(name)) {
                return each;
            }
        }
        throw new Fault(
                        "a field that the registered schema does not have (expected one of " + AvroText.fields(record)
                                + ")",
                        "Register a schema with the field, or take it out of the records.")
                .under(field.name());
    }
}
