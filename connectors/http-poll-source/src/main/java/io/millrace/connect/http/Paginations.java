// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** The ways of paging that {@code pagination.type} names. */
final class Paginations {
    private Paginations() {}

    /** One page, asked for again and again. */
    record Single() implements Pagination {
        @Override
        public @Nullable String next(Page page) {
            return null;
        }

        @Override
        public void require(String cursor) {
            throw unusable("a cursor", "pages are not asked for by cursor");
        }
    }

    /** A page holds the next one's cursor in its body, or in a header. */
    record ByCursor(@Nullable JsonPointer pointer, String header) implements Pagination {
        @Override
        public @Nullable String next(Page page) {
            String next = named(page);
            return next == null || next.isEmpty() || next.equals(page.cursor()) ? null : next;
        }

        private @Nullable String named(Page page) {
            return pointer == null ? page.header(header) : page.inBody(pointer);
        }

        @Override
        public boolean namesItself(Page page) {
            String next = named(page);
            return next != null && next.equals(page.cursor());
        }
    }

    /** A page holds the next one's address in its body. */
    record ByUrl(JsonPointer pointer) implements Pagination {
        @Override
        public @Nullable String next(Page page) {
            String link = page.inBody(pointer);
            return link == null || link.isEmpty() ? null : otherThan(page, page.resolve(link));
        }

        @Override
        public boolean nextMeansMore() {
            return true;
        }
    }

    /** A page's {@code Link} headers (RFC 8288) hold the next one's address. */
    record ByLink(String rel) implements Pagination {
        private static final Pattern LINK =
                Pattern.compile("<([^>]*)>((?:\\s*;\\s*[^;,\"=]+(?:=(?:\"[^\"]*\"|[^;,\"]*))?)*)");
        private static final Pattern REL =
                Pattern.compile(";\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;,\"]+))", Pattern.CASE_INSENSITIVE);

        @Override
        public @Nullable String next(Page page) {
            String header = page.header("Link");
            String link = header == null ? null : target(header);
            return link == null ? null : otherThan(page, page.resolve(link));
        }

        @Nullable String target(String header) {
            Matcher links = LINK.matcher(header);
            while (links.find()) {
                Matcher rels = REL.matcher(links.group(2));
                String found = rels.find() ? (rels.group(1) != null ? rels.group(1) : rels.group(2)) : "";
                for (String each : found.trim().split("\\s+", -1)) {
                    if (each.equalsIgnoreCase(rel)) {
                        return links.group(1);
                    }
                }
            }
            return null;
        }

        @Override
        public boolean nextMeansMore() {
            return true;
        }
    }

    /** Pages have numbers. Only a list that grows at its end alone has a last page that is not full for good. */
    record ByNumber(long firstPage, int size, boolean appendOnly) implements Pagination {
        @Override
        public @Nullable String next(Page page) {
            boolean last = appendOnly ? page.count() < size : page.count() == 0;
            return last ? null : Long.toString(number(page.cursor(), firstPage) + 1);
        }

        @Override
        public String first() {
            return Long.toString(firstPage);
        }

        @Override
        public boolean nextMeansMore() {
            return !appendOnly;
        }

        @Override
        public void require(String cursor) {
            number(cursor, firstPage);
        }
    }

    /** A page begins after so many records. */
    record ByOffset() implements Pagination {
        @Override
        public @Nullable String next(Page page) {
            return page.count() == 0 ? null : Long.toString(number(page.cursor(), 0) + page.count());
        }

        @Override
        public String first() {
            return "0";
        }

        @Override
        public void require(String cursor) {
            number(cursor, 0);
        }
    }

    /** A page begins after the record with a key. */
    record ByKey() implements Pagination {
        @Override
        public @Nullable String next(Page page) {
            return page.count() == 0 ? null : page.lastKey();
        }
    }

    private static @Nullable String otherThan(Pagination.Page page, String next) {
        return next.equals(page.cursor()) ? null : next;
    }

    private static long number(@Nullable String cursor, long first) {
        if (cursor == null) {
            return first;
        }
        try {
            long number = Long.parseLong(cursor);
            if (number >= first) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw unusable("the cursor '" + cursor + "'", "expected a whole number from " + first + " on");
    }

    private static ConnectException unusable(String found, String expected) {
        return Position.unusable(found, expected);
    }
}
