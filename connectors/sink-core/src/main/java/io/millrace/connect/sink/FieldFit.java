// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import org.jspecify.annotations.Nullable;

/**
 * How a field's values fit a column.
 *
 * @param isWritable whether they can be written as it is, each checked on its own where the column holds less than the
 *     field may
 * @param widening what would let the column hold every value of the field's; null if it does, or if nothing would
 */
public record FieldFit(boolean isWritable, @Nullable Widening widening) {
    /**
     * A wider type, in which every value of the column keeps its meaning.
     *
     * @param rewrites whether the store has to write the whole table anew for it
     */
    public record Widening(String type, boolean rewrites) {}
}
