// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import org.jspecify.annotations.Nullable;

/**
 * The type of a column.
 *
 * @param name as in {@code pg_type}, of the base type where the column's is a domain: {@code int4}
 * @param display as SQL says it: {@code character varying(20)}
 * @param modifier length or precision, as in {@code atttypmod}; -1 for none
 */
record PgType(
        int oid,
        String name,
        String display,
        int modifier,
        boolean isEnum,
        @Nullable PgType element) {
    private static final int NO_MODIFIER = -1;
    private static final int NUMERIC_OFFSET = 4;
    private static final int INTERVAL_FULL = 0xFFFF;

    /** {@code numeric(precision,scale)}. */
    static PgType numeric(int precision, int scale) {
        return new PgType(
                1700,
                "numeric",
                "numeric(" + precision + "," + scale + ")",
                (precision << 16 | scale) + NUMERIC_OFFSET,
                false,
                null);
    }

    /** Of the types that values are staged as: see {@link Encoding}. */
    static int oidOfStaged(String type) {
        return switch (type) {
            case "text" -> 25;
            case "numeric" -> 1700;
            default -> throw new IllegalArgumentException("nothing is staged as " + type);
        };
    }

    /** The most digits after the point that a numeric, time or timestamp keeps; more would be rounded. */
    int maxScale() {
        if (modifier == NO_MODIFIER) {
            return Integer.MAX_VALUE;
        }
        return switch (name) {
            case "numeric" -> (((modifier - NUMERIC_OFFSET) & 0x7ff) ^ 1024) - 1024;
            case "interval" -> modifier & INTERVAL_FULL; // which means all six
            default -> modifier;
        };
    }

    /** The most digits before the point that a numeric holds. */
    int maxWholeDigits() {
        return modifier == NO_MODIFIER ? Integer.MAX_VALUE : ((modifier - NUMERIC_OFFSET) >> 16 & 0xFFFF) - maxScale();
    }

    /** Whether this is an interval of certain fields alone, as {@code interval year to month}, that drops the others. */
    boolean dropsFields() {
        return name.equals("interval") && modifier != NO_MODIFIER && (modifier >> 16 & 0x7FFF) != 0x7FFF;
    }
}
