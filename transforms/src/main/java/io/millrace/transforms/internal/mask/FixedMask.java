// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import io.millrace.records.Kind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** The same text, number, date or whatever the type asks for in the place of every value. */
final class FixedMask implements Mask {
    private final String replacement;

    FixedMask(String replacement) {
        this.replacement = replacement;
    }

    @Override
    public @Nullable Masked on(Schema schema) {
        try {
            Object value = value(schema);
            return value == null ? null : new Masked(MaskSchemas.withoutDefault(schema), any -> value);
        } catch (ArithmeticException | DateTimeException | NumberFormatException e) {
            return null; // said, with the type, where the field is known
        }
    }

    private @Nullable Object value(Schema schema) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            return new BigDecimal(replacement)
                    .setScale(Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD)));
        } else if (Kind.of(schema) == Kind.DATE && schema.type() == Schema.Type.INT32) {
            return date(schema);
        } else if (Time.LOGICAL_NAME.equals(schema.name())) {
            return Time.toLogical(schema, (int) (LocalTime.parse(replacement).toNanoOfDay() / 1_000_000));
        } else if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
            return Timestamp.toLogical(schema, Instant.parse(replacement).toEpochMilli());
        }
        return switch (schema.type()) {
            case STRING -> replacement;
            case BYTES -> replacement.getBytes(StandardCharsets.UTF_8);
            case BOOLEAN -> replacement.equals("true") ? (Object) true : replacement.equals("false") ? false : null;
            case INT8 -> Byte.valueOf(replacement);
            case INT16 -> Short.valueOf(replacement);
            case INT32 -> Integer.valueOf(replacement);
            case INT64 -> Long.valueOf(replacement);
            case FLOAT32 -> Float.valueOf(replacement);
            case FLOAT64 -> Double.valueOf(replacement);
            case ARRAY, MAP, STRUCT -> null;
        };
    }

    /** ISO-8601, for Connect's dates and for Debezium's, which are numbers of days. */
    private Object date(Schema schema) {
        int days = Math.toIntExact(LocalDate.parse(replacement).toEpochDay());
        return Date.LOGICAL_NAME.equals(schema.name()) ? Date.toLogical(schema, days) : days;
    }

    @Override
    public String fits() {
        return "a type that '" + MaskConfig.REPLACEMENT + "' can be written as";
    }

    @Override
    public String name() {
        return "fixed";
    }

    @Override
    public boolean isConstant() {
        return true;
    }
}
