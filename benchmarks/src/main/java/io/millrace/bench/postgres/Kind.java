// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;

/** The types of columns: as Connect has them, as PostgreSQL has them, and in binary COPY. */
enum Kind {
    LONG("bigint"),
    INT("integer"),
    DOUBLE("double precision"),
    BOOLEAN("boolean"),
    TEXT("text"),
    DECIMAL("numeric"),
    TIMESTAMP("timestamp with time zone"),
    JSON("jsonb");

    private static final int SCALE = 4;
    private static final long FIRST_MS = 1_700_000_000_004L; // has a fraction of a second
    private static final long STEP_MS = 86_461_010L;
    private static final long POSTGRES_EPOCH_MS = 946_684_800_000L;

    private final String sql;

    Kind(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }

    Schema schema(boolean optional) {
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
    Object value(long number) {
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

    /** The field of a row in binary COPY: its length, then its bytes. */
    void copy(Object value, DataOutputStream out) throws IOException {
        switch (this) {
            case LONG -> longField((Long) value, out);
            case INT -> {
                out.writeInt(Integer.BYTES);
                out.writeInt((Integer) value);
            }
            case DOUBLE -> longField(Double.doubleToLongBits((Double) value), out);
            case BOOLEAN -> {
                out.writeInt(1);
                out.writeBoolean((Boolean) value);
            }
            case TEXT -> {
                byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
            case DECIMAL -> numeric(((BigDecimal) value).unscaledValue().longValueExact(), out);
            case TIMESTAMP -> longField((((Date) value).toInstant().toEpochMilli() - POSTGRES_EPOCH_MS) * 1000, out);
            case JSON -> {
                byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length + 1);
                out.writeByte(1); // the version of jsonb's binary form
                out.write(text);
            }
        }
    }

    private static void longField(long value, DataOutputStream out) throws IOException {
        out.writeInt(Long.BYTES);
        out.writeLong(value);
    }

    /** Not negative and below 10^12: three digits to the base of 10000, the last of them the fraction. */
    private static void numeric(long unscaled, DataOutputStream out) throws IOException {
        out.writeInt(14);
        out.writeShort(3);
        out.writeShort(1); // the weight of the first digit
        out.writeShort(0); // positive
        out.writeShort(SCALE);
        out.writeShort((int) (unscaled / 100_000_000));
        out.writeShort((int) (unscaled / 10_000 % 10_000));
        out.writeShort((int) (unscaled % 10_000));
    }
}
