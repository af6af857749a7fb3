// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.sink;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;

/** The types of columns, as Connect has them. */
public enum Kind {
    LONG,
    INT,
    DOUBLE,
    BOOLEAN,
    TEXT,
    DECIMAL,
    TIMESTAMP,
    JSON;

    /** Digits after the point of every decimal. */
    public static final int SCALE = 4;

    private static final long FIRST_MS = 1_700_000_000_004L; // has a fraction of a second
    private static final long STEP_MS = 86_461_010L;

    public Schema schema(boolean optional) {
        SchemaBuilder builder = switch (this) {
            case LONG -> SchemaBuilder.int64();
            case INT -> SchemaBuilder.int32();
            case DOUBLE -> SchemaBuilder.float64();
            case BOOLEAN -> SchemaBuilder.bool();
            case TEXT -> SchemaBuilder.string();
            case DECIMAL -> Decimal.builder(SCALE);
            case TIMESTAMP -> Timestamp.builder();
            case JSON -> SchemaBuilder.string().name("io.debezium.data.Json");
        };
        return optional ? builder.optional().build() : builder.build();
    }

    /** A value that differs from one number to the next. */
    public Object value(long number) {
        return switch (this) {
            case LONG -> 1_000_000_000L + number;
            case INT -> (int) (1000 + number);
            case DOUBLE -> 0.5 + number;
            case BOOLEAN -> number % 2 == 0;
            case TEXT -> "Name number " + number;
            case DECIMAL -> BigDecimal.valueOf(1_234_567 + number, SCALE);
            case TIMESTAMP -> Date.from(Instant.ofEpochMilli(FIRST_MS + number % 1000 * STEP_MS));
            case JSON -> "{\"n\": " + number + ", \"colour\": \"green\"}";
        };
    }
}
