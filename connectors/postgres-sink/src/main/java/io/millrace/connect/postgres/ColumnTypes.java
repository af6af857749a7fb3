// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.records.Kind;
import org.apache.kafka.connect.data.Schema;

/** Which type a column gets that the sink makes. Columns that exist may have others: see {@link Encoders}. */
final class ColumnTypes {
    private ColumnTypes() {}

    static String of(Schema schema) {
        return switch (Kind.of(schema)) {
            case BOOLEAN -> "boolean";
            case INT8, INT16 -> "smallint";
            case INT32 -> "integer";
            case INT64 -> "bigint";
            case FLOAT32 -> "real";
            case FLOAT64 -> "double precision";
            case TEXT -> "text";
            case BYTES -> "bytea";
            case DECIMAL -> "numeric";
            case DATE -> "date";
            case TIME -> "time";
            case ZONED_TIME -> "time with time zone";
            case LOCAL_TIMESTAMP -> "timestamp";
            case INSTANT, ZONED_TIMESTAMP -> "timestamp with time zone";
            case DURATION, PERIOD -> "interval";
            case JSON, MAP, STRUCT -> "jsonb";
            case UUID -> "uuid";
            case BITS -> "bit varying";
            case ARRAY -> isNested(schema.valueSchema()) ? "jsonb" : of(schema.valueSchema()) + "[]";
        };
    }

    static boolean isNested(Schema schema) {
        return switch (Kind.of(schema)) {
            case ARRAY, MAP, STRUCT -> true;
            default -> false;
        };
    }
}
