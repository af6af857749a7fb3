// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import org.jspecify.annotations.Nullable;

/** What a change event says happened, whatever letter its connector uses for it. */
public enum Op {
    CREATE("c"),
    UPDATE("u"),
    DELETE("d"),
    READ("r"),
    TRUNCATE("t"),
    /** Rows of a range that the event names by its bounds only. */
    RANGE_DELETE("range delete");

    private final String code;

    Op(String code) {
        this.code = code;
    }

    /** Debezium's letters, as all but a few connectors use them; null for any other. */
    public static @Nullable Op of(@Nullable Object code) {
        if ("u".equals(code)) {
            return UPDATE;
        } else if ("c".equals(code)) {
            return CREATE;
        } else if ("d".equals(code)) {
            return DELETE;
        } else if ("r".equals(code)) {
            return READ;
        }
        return "t".equals(code) ? TRUNCATE : null;
    }

    /** The letter that curated records carry. */
    public String code() {
        return code;
    }
}
