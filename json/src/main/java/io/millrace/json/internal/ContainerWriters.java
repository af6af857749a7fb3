// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import io.millrace.records.Fault;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Writers of arrays and maps. */
final class ContainerWriters {
    private ContainerWriters() {}

    static JsonWriter array(JsonWriter element, Schema elementSchema) {
        boolean nullable = elementSchema.isOptional();
        return (value, out) -> {
            out.writeStartArray();
            try {
                for (Object each : JsonWriter.as(List.class, value)) {
                    element.writeNullable(each, out, nullable);
                }
            } catch (Fault fault) {
                throw fault.inElement();
            }
            out.writeEndArray();
        };
    }

    /** A map whose keys are text. */
    static JsonWriter map(JsonWriter element, Schema schema) {
        boolean nullable = schema.valueSchema().isOptional();
        return (value, out) -> {
            out.writeStartObject();
            try {
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) JsonWriter.as(Map.class, value)).entrySet()) {
                    out.writeFieldName(key(entry.getKey()));
                    element.writeNullable(entry.getValue(), out, nullable);
                }
            } catch (Fault fault) {
                throw fault.inElement();
            }
            out.writeEndObject();
        };
    }

    static String key(@Nullable Object key) {
        if (key == null) {
            throw new Fault("a null key (expected text)");
        }
        return JsonWriter.as(String.class, key);
    }

    /** Any other map, as Kafka's JsonConverter writes it: an array of arrays of key and value. */
    static JsonWriter pairs(JsonWriter key, JsonWriter element, Schema schema) {
        boolean nullableKey = schema.keySchema().isOptional();
        boolean nullable = schema.valueSchema().isOptional();
        return (value, out) -> {
            out.writeStartArray();
            try {
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) JsonWriter.as(Map.class, value)).entrySet()) {
                    out.writeStartArray();
                    key.writeNullable(entry.getKey(), out, nullableKey);
                    element.writeNullable(entry.getValue(), out, nullable);
                    out.writeEndArray();
                }
            } catch (Fault fault) {
                throw fault.inElement();
            }
            out.writeEndArray();
        };
    }
}
