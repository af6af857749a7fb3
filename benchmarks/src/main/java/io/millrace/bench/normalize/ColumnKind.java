// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * The types of the columns that tables are made of, as Debezium's MySQL connector sends them by default. A table of 10
 * columns has the first ten, one of 50 has all of them twice and the first ten again.
 */
enum ColumnKind {
    ID,
    QUANTITY,
    NAME,
    STATUS,
    PRICE,
    RATIO,
    BIRTHDAY,
    OPENED,
    CLOSED,
    SEEN,
    TOTAL,
    WEIGHT,
    ACTIVE,
    ATTRIBUTES,
    CITY,
    NOTE,
    PARENT,
    RANK,
    CODE,
    VISITS;

    private static final long FIRST_MS = 1_700_000_000_123L; // three digits of a second, the last of them not 0
    private static final long STEP_MS = 86_461_000L;

    /** {@code status_23}; the key is {@code id}. */
    String column(int index) {
        return index == 0 ? "id" : name().toLowerCase(java.util.Locale.ROOT) + "_" + index;
    }

    /** Every other column may be null. */
    Schema schema(int index) {
        SchemaBuilder builder = builder();
        return index % 2 == 1 ? builder.optional().build() : builder.build();
    }

    private SchemaBuilder builder() {
        return switch (this) {
            case ID, PARENT, VISITS -> SchemaBuilder.int64();
            case QUANTITY, RANK -> SchemaBuilder.int32();
            case ACTIVE -> SchemaBuilder.bool();
            case NAME, CITY, NOTE, CODE -> SchemaBuilder.string();
            case STATUS ->
                named(SchemaBuilder.string(), "io.debezium.data.Enum").parameter("allowed", "new,paid,sent");
            case ATTRIBUTES -> named(SchemaBuilder.string(), "io.debezium.data.Json");
            case PRICE, TOTAL -> Decimal.builder(2).parameter("connect.decimal.precision", "10");
            case RATIO, WEIGHT -> SchemaBuilder.float64();
            case BIRTHDAY -> named(SchemaBuilder.int32(), "io.debezium.time.Date");
            case OPENED -> named(SchemaBuilder.int64(), "io.debezium.time.MicroTimestamp");
            case CLOSED -> named(SchemaBuilder.int64(), "io.debezium.time.Timestamp");
            case SEEN -> named(SchemaBuilder.string(), "io.debezium.time.ZonedTimestamp");
        };
    }

    private static SchemaBuilder named(SchemaBuilder builder, String name) {
        return builder.name(new String(name)).version(1); // a decoder that interns no names makes new ones
    }

    /** The value in one version of a row; a new object each time, as a connector makes it. */
    Object value(long row, int version) {
        long n = row * 31 + version;
        return switch (this) {
            case ID, PARENT, VISITS -> 1_000_000 + n;
            case QUANTITY, RANK -> (int) (1000 + n);
            case ACTIVE -> n % 2 == 0;
            case NAME, CITY -> "Name number " + n;
            case NOTE -> "A remark of about forty characters, " + n;
            case CODE -> "C-" + n;
            case STATUS -> n % 2 == 0 ? "paid" : "sent";
            case ATTRIBUTES -> "{\"colour\": \"green\", \"n\": " + n + "}";
            case PRICE, TOTAL -> BigDecimal.valueOf(100 + n, 2);
            case RATIO, WEIGHT -> 0.5 + n;
            case BIRTHDAY -> (int) (10_000 + n % 10_000);
            case OPENED -> millis(n) * 1000;
            case CLOSED -> millis(n);
            case SEEN ->
                Instant.ofEpochMilli(millis(n)).truncatedTo(ChronoUnit.MILLIS).toString();
        };
    }

    private static long millis(long n) {
        return FIRST_MS + n % 1000 * STEP_MS;
    }
}
