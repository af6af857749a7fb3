// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.changes.internal.types.TypePolicy.Maps;
import io.millrace.changes.internal.types.TypePolicy.Others;
import io.millrace.changes.internal.types.TypePolicy.Text;
import io.millrace.records.FlatJson;
import io.millrace.records.SemanticType;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/** Maps from text to text: PostgreSQL's hstore, which Debezium writes as a map or as JSON. */
final class MapTypes {
    private MapTypes() {}

    static @Nullable ColumnType of(Schema column, TypePolicy policy) {
        boolean texts = column.keySchema().type() == Schema.Type.STRING
                && column.valueSchema().type() == Schema.Type.STRING;
        if (policy.others().maps() != Maps.JSON || !texts || column.name() != null) {
            return null;
        }
        SchemaBuilder text = SchemaBuilder.string();
        SchemaBuilder target = policy.others().json() == Text.STRING ? text : ColumnType.named(SemanticType.JSON, text);
        return new ColumnType(ColumnType.like(column, target), value -> json((Map<?, ?>) value));
    }

    /** Whether a column of JSON is an hstore to be made a map of. */
    static boolean isHstore(Schema column, Others others) {
        return others.maps() == Maps.MAP && ColumnType.sourceType(column).equals("HSTORE");
    }

    static ColumnType ofJson(Schema column) {
        SchemaBuilder map = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA);
        return new ColumnType(ColumnType.like(column, map), value -> FlatJson.parse((String) value));
    }

    private static String json(Map<?, ?> map) {
        StringBuilder out = new StringBuilder().append('{');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(out.length() > 1 ? "," : "");
            FlatJson.quote(String.valueOf(entry.getKey()), out);
            out.append(':');
            if (entry.getValue() == null) {
                out.append("null");
            } else {
                FlatJson.quote(String.valueOf(entry.getValue()), out);
            }
        }
        return out.append('}').toString();
    }
}
