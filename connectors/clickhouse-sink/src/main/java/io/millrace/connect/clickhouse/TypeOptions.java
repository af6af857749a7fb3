// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

/**
 * Which of several types a new column gets.
 *
 * @param zones what {@code DateTime64} without a zone means to the server
 */
record TypeOptions(Documents documents, Structs structs, Times times, Texts texts, Zones zones) {
    static final TypeOptions DEFAULT =
            new TypeOptions(Documents.TEXT, Structs.DOCUMENT, Times.TEXT, Texts.PLAIN, Zones.SERVER_IN_UTC);

    /** Of JSON, and of structs that are written as such. */
    enum Documents {
        /** {@code String}, every character as it came. */
        TEXT,
        /**
         * {@code JSON}: columns by path. Nulls and empty objects are left out, objects alone are taken, and numbers with
         * more digits than a 64-bit integer or a double are refused.
         */
        JSON
    }

    enum Structs {
        /** As JSON, of the type that documents have. */
        DOCUMENT,
        /** {@code Tuple} with the fields' names. */
        TUPLE
    }

    /** Of times of day. */
    enum Times {
        /** {@code String}: {@code 12:34:56.789}. */
        TEXT,
        /** {@code Time64}, which servers have since 25.6. */
        TIME64
    }

    enum Texts {
        /** {@code String}. */
        PLAIN,
        /** {@code LowCardinality(String)}: for columns of few different texts. */
        LOW_CARDINALITY
    }

    enum Zones {
        /** UTC: local date-times get no zone, by which tools tell them from points in time. */
        SERVER_IN_UTC,
        /** Another zone: local date-times get UTC, so that they are read as they were written. */
        SERVER_ELSEWHERE
    }

    /** The same for a server of such a zone. */
    TypeOptions in(Zones other) {
        return new TypeOptions(documents, structs, times, texts, other);
    }

    /** The same for a column of few different texts. */
    TypeOptions withLowCardinality() {
        return new TypeOptions(documents, structs, times, Texts.LOW_CARDINALITY, zones);
    }
}
