// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import java.util.Locale;

/** What becomes of a JSON field that the shape does not have. */
public enum UnknownFields {
    /** Kept, as a member of {@code properties._unknown_fields}. */
    KEEP,
    /** Left out. */
    DROP,
    /** The record is unreadable. */
    FAIL;

    /** As users write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
