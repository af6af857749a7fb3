// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal;

import io.millrace.converters.internal.avro.WritePlan;
import io.millrace.records.Errors;
import io.millrace.records.Fault;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * The Avro schema that {@code AvroConverter} with these settings registers for a Connect schema, as JSON. The command
 * {@code millrace} finds it by its name, without a registry. A {@link DataException} for a schema that Avro has no form for.
 */
public final class AvroSchemaText implements BiFunction<Map<String, String>, Schema, String> {
    /** Called by name. */
    public AvroSchemaText() {}

    @Override
    public String apply(Map<String, String> settings, Schema schema) {
        try {
            return WritePlan.compile(schema, new AvroConverterConfig(settings).data())
                    .avroText();
        } catch (Fault fault) {
            throw new DataException(Errors.sentence(
                    "write Avro", fault.found(), fault.at("schema"), fault.remedyOr("Mend the schema or the source.")));
        }
    }
}
