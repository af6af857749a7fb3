// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.connect.sink.DocumentRules.Promoted;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;

/** Columns of schemaless values, as a configuration writes them: {@code user.email:string}. */
public final class DocumentFields {
    private static final Map<String, Schema> SCHEMAS = new TreeMap<>(Map.of(
            "boolean", Schema.OPTIONAL_BOOLEAN_SCHEMA,
            "int32", Schema.OPTIONAL_INT32_SCHEMA,
            "int64", Schema.OPTIONAL_INT64_SCHEMA,
            "float64", Schema.OPTIONAL_FLOAT64_SCHEMA,
            "string", Schema.OPTIONAL_STRING_SCHEMA,
            "date", Date.builder().optional().build(),
            "timestamp", Timestamp.builder().optional().build(),
            "json", named("io.debezium.data.Json"),
            "uuid", named("io.debezium.data.Uuid")));

    /** Names of the types. */
    public static final String TYPES = String.join(", ", SCHEMAS.keySet());

    private DocumentFields() {}

    private static Schema named(String name) {
        return SchemaBuilder.string().name(name).optional().build();
    }

    /** A validator of such texts. */
    public static void check(String key, Object value) {
        if (!(value instanceof List<?> fields)) {
            return;
        }
        for (Object field : fields) {
            String text = String.valueOf(field);
            int colon = text.lastIndexOf(':');
            if (colon < 1 || !SCHEMAS.containsKey(text.substring(colon + 1))) {
                throw new ConfigException(
                        key, text, "expected name:type with a type of " + TYPES + ". Omit it for the default, none.");
            }
        }
    }

    /** One of them, checked before. */
    public static Promoted parse(String field) {
        int colon = field.lastIndexOf(':');
        Schema schema = SCHEMAS.get(field.substring(colon + 1));
        if (schema == null) {
            throw new IllegalArgumentException("not checked: " + field);
        }
        return new Promoted(field.substring(0, colon), schema);
    }
}
