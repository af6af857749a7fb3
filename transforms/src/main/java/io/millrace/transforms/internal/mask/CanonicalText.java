// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import io.millrace.records.Decode;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import java.math.BigDecimal;
import java.util.Date;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The one text of a value, whatever type a table or a converter gave it: 5 as int32, int64, float64, decimal 5.00 or
 * text is {@code 5}. Numbers are written without exponent and without zeros at the end of a fraction; Connect's dates as
 * days, its times and timestamps as milliseconds, since that is how Debezium writes them as numbers.
 */
final class CanonicalText {
    private CanonicalText() {}

    /** The text of values of this schema; null for bytes and for all that has parts. */
    static @Nullable Function<Object, String> of(Schema schema) {
        if (Kind.of(schema) == Kind.DECIMAL) {
            return value -> text(Decode.decimal(value));
        }
        SemanticType type = SemanticType.of(schema);
        return switch (schema.type()) {
            case STRING -> String.class::cast;
            case BOOLEAN -> Object::toString;
            case INT8, INT16 -> Object::toString;
            case INT32, INT64 -> value -> value instanceof Date ? Long.toString(type.count(value)) : value.toString();
            case FLOAT32, FLOAT64 -> CanonicalText::ofFloating;
            default -> null;
        };
    }

    private static String ofFloating(Object value) {
        return Double.isFinite(((Number) value).doubleValue())
                ? text(new BigDecimal(value.toString()))
                : value.toString();
    }

    private static String text(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
