// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import org.jspecify.annotations.Nullable;

/**
 * Makes a column's value one of its {@link ColumnType}'s schema. A value that cannot be represented is an
 * {@link ArithmeticException}, {@link java.time.DateTimeException} or {@link IllegalArgumentException} that says what is
 * wrong with it, never what it is. Thread-safe; allocates what it returns and no more.
 */
public interface Conversion {
    /** The value as the target's schema describes it; {@code value}, never null, is as the column's own schema says. */
    @Nullable Object apply(Object value);
}
