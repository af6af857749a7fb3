// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import java.util.Locale;

/**
 * What a transform did to a part of a record.
 *
 * @param where {@code topic}, {@code value.after.name}, {@code header.tenant}
 * @param from what was there; empty for an addition
 * @param to what is there; empty for a removal
 */
record Change(Kind kind, String where, String from, String to) {
    /** What was done. */
    enum Kind {
        ADDED,
        REMOVED,
        CHANGED;

        /** As JSON has it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
