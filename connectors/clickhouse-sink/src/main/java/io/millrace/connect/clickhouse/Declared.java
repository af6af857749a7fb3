// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.records.SemanticType;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/** Limits that schemas declare in their parameters. */
final class Declared {
    /** What a schema says that declares no limit. */
    static final int NONE = -1;

    private static final String SOURCE_LENGTH = "__debezium.source.column.length";
    private static final String PRECISION = "connect.decimal.precision";
    private static final int MICRO_DIGITS = 6;

    private Declared() {}

    /** Digits after the point of every value of a decimal; {@link #NONE} where each has its own. */
    static int scale(Schema schema) {
        int scale = rawScale(schema);
        return scale == Integer.MIN_VALUE ? NONE : Math.max(0, scale);
    }

    private static int rawScale(Schema schema) {
        return parameter(schema, "scale", Integer.MIN_VALUE);
    }

    /** Digits before the point that values of a decimal have at most. */
    static int wholeDigits(Schema schema) {
        int precision = parameter(schema, PRECISION, parameter(schema, SOURCE_LENGTH, NONE));
        return precision < 1 || scale(schema) == NONE ? NONE : Math.max(0, precision - rawScale(schema));
    }

    /** Characters that texts have at most. */
    static int length(Schema schema) {
        return Math.max(NONE, parameter(schema, SOURCE_LENGTH, NONE));
    }

    /** How many bits there are; where there is no end to them, Debezium says the greatest number. */
    static int bits(Schema schema) {
        int bits = parameter(schema, "length", NONE);
        return bits < 1 || bits == Integer.MAX_VALUE ? NONE : bits;
    }

    /** The words of an enumeration; none where they are not known. */
    static List<String> words(Schema schema) {
        Map<String, String> parameters = schema.parameters();
        String allowed = parameters == null ? null : parameters.get("allowed");
        return allowed == null || SemanticType.trusted(schema) != SemanticType.ENUM
                ? List.of()
                : List.of(allowed.split(",", -1));
    }

    /** Digits of a second: as many as its unit has, six where values are no counts. */
    static int digitsOfSecond(Schema schema) {
        return switch ((int) SemanticType.trusted(schema).unitsPerSecond()) {
            case 1_000 -> 3;
            case 1_000_000_000 -> 9;
            default -> MICRO_DIGITS;
        };
    }

    private static int parameter(Schema schema, String name, int otherwise) {
        String value = schema.parameters() == null ? null : schema.parameters().get(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
