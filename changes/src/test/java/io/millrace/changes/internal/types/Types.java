// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.records.SemanticType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Policies and conversions as tests write them. */
final class Types {
    private static final Map<List<Object>, ColumnType> TYPES = new ConcurrentHashMap<>();

    private Types() {}

    /** A policy of the settings {@code name, value, name, value...}, without their common {@code types.}. */
    static TypePolicy policy(String... settings) {
        Map<String, String> props = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            props.put("types." + settings[i], settings[i + 1]);
        }
        return TypePolicy.of(new AbstractConfig(TypeOptions.define(new ConfigDef()), props, false));
    }

    /** What becomes of one value, checked to fit the target's schema. */
    static Object convert(Schema schema, Object value, String... settings) {
        ColumnType type = TYPES.computeIfAbsent(
                List.of(schema, List.of(settings)), key -> ColumnType.of(schema, policy(settings)));
        Object converted = value == null || type.conversion() == null
                ? value
                : type.conversion().apply(value);
        ConnectSchema.validateValue(type.schema(), converted);
        return converted;
    }

    static Schema schema(SemanticType type, SchemaBuilder builder) {
        return builder.name(type.schemaName()).version(1).optional().build();
    }
}
