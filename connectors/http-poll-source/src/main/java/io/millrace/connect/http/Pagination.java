// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import com.fasterxml.jackson.core.JsonPointer;
import org.jspecify.annotations.Nullable;

/** How one page leads to the next. Thread-safe. */
interface Pagination {
    /** What a page said. */
    interface Page {
        /** What asked for it; null for the first. */
        @Nullable String cursor();

        /** How many records it has. */
        long count();

        /** The text, number or boolean there, outside the records; null for none. */
        @Nullable String inBody(JsonPointer pointer);

        @Nullable String header(String name);

        /** The key of its last record, where pages are asked for by key. */
        @Nullable String lastKey();

        /**
         * {@code link}, which may be relative to the page's address.
         *
         * @throws ForeignLinkException if it leads elsewhere
         */
        String resolve(String link);
    }

    /** What asks for the page after {@code page}; null if it is the last for now, or names itself. */
    @Nullable String next(Page page);

    /** Whether {@code page} says that it is itself the next. */
    default boolean namesItself(Page page) {
        return false;
    }

    /** What asks for the first page. */
    default @Nullable String first() {
        return null;
    }

    /** Whether {@code next} alone says that there is more, however few records a page has. */
    default boolean nextMeansMore() {
        return false;
    }

    /**
     * Checks a cursor that an operator has set.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException if it cannot be one
     */
    default void require(String cursor) {}
}
