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

    /** The most digits after the point that a numeric, time or timestamp keeps; more would be rounded. */
    int maxScale() {
        if (modifier == NO_MODIFIER) {
            return Integer.MAX_VALUE;
        }
        return name.equals("numeric") ? (((modifier - 4) & 0x7ff) ^ 1024) - 1024 : modifier;
    }
}
