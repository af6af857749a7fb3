// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.Unfit;
import io.millrace.records.FlatJson;
import io.millrace.records.Kind;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** {@code hstore}: number of pairs, then each key and value as length and text ({@code hstore_io.c}). */
final class HstoreEncoders {
    private HstoreEncoders() {}

    /** From maps of texts, or from JSON, the two ways in which Debezium writes it. */
    static @Nullable ColumnEncoder of(Kind kind, Schema schema) {
        return switch (kind) {
            case JSON -> (value, out) -> pairs(parse((String) value), out);
            case MAP -> isTexts(schema) ? (value, out) -> pairs((Map<?, ?>) value, out) : null;
            default -> null;
        };
    }

    private static boolean isTexts(Schema schema) {
        return schema.keySchema().type() == Schema.Type.STRING
                && schema.valueSchema().type() == Schema.Type.STRING;
    }

    private static Map<String, @Nullable String> parse(String json) {
        try {
            return FlatJson.parse(json);
        } catch (IllegalArgumentException e) {
            throw new Unfit(String.valueOf(e.getMessage()), "Correct the value, or use a jsonb column.");
        }
    }

    private static void pairs(Map<?, ?> map, ByteSink out) {
        int at = out.size();
        out.putInt(0);
        out.putInt(map.size());
        map.forEach((key, value) -> {
            TextEncoders.withLength((String) key, out);
            if (value == null) {
                out.putInt(-1);
            } else {
                TextEncoders.withLength((String) value, out);
            }
        });
        out.patchInt(at, out.size() - at - 4);
    }
}
