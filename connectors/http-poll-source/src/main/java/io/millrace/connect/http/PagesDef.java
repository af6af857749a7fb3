// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static io.millrace.records.ConfigChecks.between;

import io.millrace.records.OptionGroup;
import org.apache.kafka.common.config.ConfigDef;

/** What the settings of {@link HttpPollConfig} mean that say how pages follow each other, and what is in them. */
final class PagesDef {
    private PagesDef() {}

    static void definePages(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Pages");
        definePaging(group);
        defineLimits(group);
    }

    private static void definePaging(OptionGroup group) {
        group.choice(
                        HttpPollConfig.PAGINATION_TYPE,
                        HttpPollConfig.Pager.CURSOR,
                        "Pagination",
                        "How one page leads to the next. cursor: it holds the next one's cursor. next-url: it holds the"
                                + " next one's address. link-header: its Link header does. page: pages are numbered."
                                + " offset: a page begins after so many records. last-key: it begins after the record"
                                + " with a key. none: there is one page.")
                .choice(
                        HttpPollConfig.LIST,
                        HttpPollConfig.ListKind.AUTO,
                        "List",
                        "How the list changes. append-only: a page, asked again, has the same records in the same order,"
                                + " followed by newer ones; it is read once, and delivery is exactly once. changing:"
                                + " anything may change; it is read anew each time, and delivered anew unless"
                                + " record.id.pointer tells records apart. auto: append-only for cursor, next-url and"
                                + " last-key, changing for the others.")
                .choice(
                        HttpPollConfig.ORDER,
                        HttpPollConfig.Order.OLDEST_FIRST,
                        "Order",
                        "oldest-first; or newest-first, for feeds that begin with the newest record: pages are read"
                                + " until one has a known record.id.pointer, and then delivered oldest first.")
                .text(
                        HttpPollConfig.CURSOR_PARAMETER,
                        HttpPollConfig.CURSOR_PARAMETER_DEFAULT,
                        null,
                        "Cursor parameter",
                        "The query parameter that carries the cursor or last key, unless a template has ${cursor}. The"
                                + " first request of all goes without it.")
                .text(
                        HttpPollConfig.CURSOR_POINTER,
                        HttpPollConfig.CURSOR_POINTER_DEFAULT,
                        HttpPollValidators.pointerOrNone("/next"),
                        "Cursor pointer",
                        "Where a page holds the next cursor, as a JSON pointer (RFC 6901). A page without one, or with"
                                + " null, is the last for now.")
                .text(
                        HttpPollConfig.CURSOR_HEADER,
                        "",
                        null,
                        "Cursor header",
                        "The response header that holds the next cursor, if its body does not.")
                .text(
                        HttpPollConfig.NEXT_POINTER,
                        "/next",
                        HttpPollValidators.pointerOrNone("/next"),
                        "Next pointer",
                        "Where a page holds the next one's address, for pagination.type=next-url. It may be relative,"
                                + " and must stay at the scheme, host and port of http.url.")
                .text(
                        HttpPollConfig.LINK_REL,
                        "next",
                        null,
                        "Link relation",
                        "The relation of the next page in a Link header.")
                .text(
                        HttpPollConfig.PAGE_PARAMETER,
                        "page",
                        null,
                        "Page parameter",
                        "The query parameter that carries the page's number, for pagination.type=page.")
                .number(HttpPollConfig.PAGE_FIRST, 1L, between(0, 1, 1), "First page", "The number of the first page.")
                .text(
                        HttpPollConfig.OFFSET_PARAMETER,
                        "offset",
                        null,
                        "Offset parameter",
                        "The query parameter that carries the number of records to pass over, for"
                                + " pagination.type=offset.")
                .text(
                        HttpPollConfig.KEY_POINTER,
                        "/id",
                        HttpPollValidators.pointer("/id"),
                        "Key pointer",
                        "Where a record holds the key to go on after, for pagination.type=last-key.")
                .text(
                        HttpPollConfig.MORE_POINTER,
                        "",
                        HttpPollValidators.pointerOrNone("/has_more"),
                        "More pointer",
                        "Where a page says with true or false whether more follows, for example /has_more.");
    }

    private static void defineLimits(OptionGroup group) {
        group.text(
                        HttpPollConfig.LIMIT_PARAMETER,
                        HttpPollConfig.LIMIT_PARAMETER_DEFAULT,
                        null,
                        "Limit parameter",
                        "The query parameter that carries the page size. Empty: none is sent.")
                .number(
                        HttpPollConfig.LIMIT,
                        HttpPollConfig.LIMIT_DEFAULT,
                        between(1, 100_000, HttpPollConfig.LIMIT_DEFAULT),
                        "Page size",
                        "Records asked for in one page. A page is one batch, and with exactly-once support one "
                                + "transaction. Larger is faster; smaller takes less memory. With numbered pages of a"
                                + " list that is append-only it must be the size that the API gives.")
                .number(
                        HttpPollConfig.MAX_PAGES,
                        10_000,
                        between(1, Integer.MAX_VALUE, 10_000),
                        "Most pages",
                        "How many pages are read in one go. After that many the poll interval passes before the next; a"
                                + " newest-first feed that has not come to a known record by then fails, and one without"
                                + " an offset begins there.")
                .number(
                        HttpPollConfig.MAX_BYTES,
                        128L * HttpPollConfig.MIB,
                        between(1024, 1L << 50, 128L * HttpPollConfig.MIB),
                        "Most gathered",
                        "How many bytes of records a newest-first feed keeps in memory before it has come to a known one"
                                + " and delivers them, oldest first; with more it fails. Records take several times"
                                + " their bytes.")
                .choice(
                        HttpPollConfig.SAME_PAGE,
                        HttpPollConfig.SamePage.FAIL,
                        "Same page",
                        "What becomes of a page whose records are those of the page before, byte for byte, and of a"
                                + " newest-first feed whose pages have nothing new: fail, as it is with an API that does"
                                + " not know the cursor's parameter; or deliver.")
                .choice(
                        HttpPollConfig.INITIAL,
                        HttpPollConfig.Initial.EARLIEST,
                        "Initial position",
                        "Where a newest-first feed begins that has no offset: earliest, with the oldest record that"
                                + " pages lead to; latest, after the first page.")
                .text(
                        HttpPollConfig.INITIAL_OFFSET,
                        "",
                        HttpPollValidators.offset(),
                        "Initial offset",
                        "The source offset to begin with where there is none, as JSON, for example {\"cursor\":"
                                + " \"c100\"}.");
    }

    static void defineWindows(ConfigDef def) {
        new OptionGroup(def, "Windows of time")
                .number(
                        HttpPollConfig.WINDOW_STEP_MS,
                        0L,
                        between(0, 3650 * HttpPollConfig.DAY_MS, 0),
                        "Step",
                        "How much time, in milliseconds, one window asks for at most. 0: time is not read in windows.")
                .text(
                        HttpPollConfig.WINDOW_START,
                        "now",
                        HttpPollValidators.instant(),
                        "Start",
                        "Where the first window begins: an instant such as 2026-03-01T00:00:00Z, now, or now-P7D.")
                .text(
                        HttpPollConfig.WINDOW_END,
                        "",
                        HttpPollValidators.instantOrNone(),
                        "End",
                        "Where the last window ends, for a backfill. Empty: never.")
                .number(
                        HttpPollConfig.WINDOW_LAG_MS,
                        5_000L,
                        between(0, 3650 * HttpPollConfig.DAY_MS, 5_000),
                        "Lag",
                        "How old, in milliseconds, the end of a window is at least, by the API's clock, so that records"
                                + " of it have arrived.")
                .number(
                        HttpPollConfig.WINDOW_LOOKBACK_MS,
                        0L,
                        between(0, 3650 * HttpPollConfig.DAY_MS, 0),
                        "Lookback",
                        "How much of the time before a window, in milliseconds, is asked for again with it, for records"
                                + " that arrive late. Needs record.id.pointer, by which those known are left out.")
                .number(
                        HttpPollConfig.WINDOW_END_SHIFT_MS,
                        0L,
                        between(0, HttpPollConfig.DAY_MS, 0),
                        "End shift",
                        "How much before a window's end, in milliseconds, the end is that is sent: 1000 for an API that"
                                + " counts in seconds and counts the end in.")
                .text(
                        HttpPollConfig.WINDOW_FORMAT,
                        "iso",
                        HttpPollValidators.windowFormat(),
                        "Format",
                        "How times are sent: iso, epoch-s, epoch-ms, or a pattern such as yyyy-MM-dd'T'HH:mm:ss, in UTC.")
                .text(
                        HttpPollConfig.WINDOW_START_PARAMETER,
                        "start",
                        null,
                        "Start parameter",
                        "The query parameter that carries the start, unless a template has ${window.start}.")
                .text(
                        HttpPollConfig.WINDOW_END_PARAMETER,
                        "end",
                        null,
                        "End parameter",
                        "The query parameter that carries the end, unless a template has ${window.end}.");
    }

    static void defineBody(ConfigDef def) {
        new OptionGroup(def, "Pages' content")
                .choice(
                        HttpPollConfig.RESPONSE_FORMAT,
                        HttpPollConfig.Format.JSON,
                        "Format",
                        "json; ndjson, a JSON value a line; or csv, with a header line or records.columns.")
                .text(
                        HttpPollConfig.RECORDS_POINTER,
                        HttpPollConfig.RECORDS_POINTER_DEFAULT,
                        HttpPollValidators.pointerOrNone("/data"),
                        "Records pointer",
                        "Where a page holds the array of records, as a JSON pointer. null there is an empty page. Empty:"
                                + " the page itself is the array, or one record.")
                .list(
                        HttpPollConfig.RECORDS_COLUMNS,
                        "",
                        null,
                        "Columns",
                        "Names for the elements of records that are arrays, in order; or the columns of a CSV without a"
                                + " header line.")
                .flag(
                        HttpPollConfig.RECORDS_FLATTEN,
                        "false",
                        "Flatten",
                        "Whether the array holds arrays of records, which are taken for one.")
                .text(
                        HttpPollConfig.CSV_DELIMITER,
                        ",",
                        HttpPollValidators.delimiter(),
                        "CSV delimiter",
                        "What is between the fields of a CSV: one character, or \\t.")
                .choice(
                        HttpPollConfig.RESPONSE_COMPRESSION,
                        HttpPollConfig.Compression.AUTO,
                        "Compression",
                        "auto: gzip, deflate and zstd by the response's headers. Or what all bodies are, whatever their"
                                + " headers say.")
                .number(
                        HttpPollConfig.PAGE_MAX_BYTES,
                        256L * HttpPollConfig.MIB,
                        between(1024, 1L << 50, 256L * HttpPollConfig.MIB),
                        "Longest page",
                        "The longest page, in bytes after decompression. It is read as a stream: this guards against"
                                + " bodies without an end.")
                .number(
                        HttpPollConfig.RECORD_MAX_BYTES,
                        16 * HttpPollConfig.MIB,
                        between(64, 1024 * HttpPollConfig.MIB, 16 * HttpPollConfig.MIB),
                        "Longest record",
                        "The longest record, in bytes of the page; a longer one is bad. Set it below the producer's"
                                + " max.request.size, so that records that Kafka would refuse are told apart.")
                .number(
                        HttpPollConfig.PAGE_MAX_DEPTH,
                        200,
                        between(2, 1000, 200),
                        "Deepest nesting",
                        "How many objects and arrays may be inside each other in a page.");
    }
}
