// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.Unfit;
import org.jspecify.annotations.Nullable;

/**
 * How values get into a column.
 *
 * @param stagedAs null if the encoder writes the column's own binary format; else the type whose format it writes: the
 *     values go through a staging table that has this type, and the server casts them
 */
record Encoding(ColumnEncoder encoder, @Nullable String stagedAs) {
    static Encoding direct(ColumnEncoder encoder) {
        return new Encoding(encoder, null);
    }

    static Encoding cast(ColumnEncoder encoder, String stagedAs) {
        return new Encoding(encoder, stagedAs);
    }

    /** For a column that cannot take the field: only nulls are written. */
    static Encoding refusing(String found) {
        return direct((value, out) -> {
            throw new Unfit(found, "Alter the column, or convert the field with a transform.");
        });
    }
}
