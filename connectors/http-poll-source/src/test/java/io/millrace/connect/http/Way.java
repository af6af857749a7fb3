// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.testkit.api.FakeApi;
import java.util.Map;

/** Ways of paging of lists that only grow, or whose records have ids. */
enum Way {
    CURSOR("/cursor"),
    CURSOR_HEADER("/cursor-header", "pagination.cursor.header", "X-Next-Cursor", "records.pointer", ""),
    CURSOR_IN_HEADERS(
            "/cursor-header",
            "pagination.cursor.header",
            "X-Next-Cursor",
            "http.header.X-Cursor",
            "${cursor}",
            "records.pointer",
            ""),
    NEXT_URL("/next-url", "pagination.type", "next-url"),
    NEXT_URL_RELATIVE("/next-url-relative", "pagination.type", "next-url"),
    LINK("/link", "pagination.type", "link-header", "pagination.list", "append-only", "records.pointer", ""),
    LINK_WITH_IDS("/link", "pagination.type", "link-header", "record.id.pointer", "/event_id", "records.pointer", ""),
    PAGE("/page", "pagination.type", "page", "pagination.list", "append-only"),
    PAGE_WITH_IDS("/page", "pagination.type", "page", "record.id.pointer", "/event_id"),
    OFFSET("/offset", "pagination.type", "offset", "pagination.list", "append-only"),
    OFFSET_WITH_IDS("/offset", "pagination.type", "offset", "record.id.pointer", "/event_id"),
    LAST_KEY("/keys", "pagination.type", "last-key", "pagination.key.pointer", "/event_id"),
    NEWEST_FIRST(
            "/newest",
            "pagination.type",
            "page",
            "pagination.order",
            "newest-first",
            "record.id.pointer",
            "/event_id",
            "records.pointer",
            ""),
    POST("/post", "http.method", "post", "http.body", "{\"after\": \"${cursor}\", \"size\": ${limit}}"),
    WHOLE_LIST_WITH_IDS("/array", "pagination.type", "none", "record.id.pointer", "/event_id", "records.pointer", ""),
    WHOLE_LIST_THAT_GROWS("/array", "pagination.type", "none", "pagination.list", "append-only", "records.pointer", ""),
    WINDOWS(
            "/window",
            "window.step.ms",
            "7000",
            "window.start",
            FakeApi.BASE.toString(),
            "window.end",
            FakeApi.BASE.plusSeconds(70).toString()),
    WINDOWS_THAT_OVERLAP(
            "/window",
            "window.step.ms",
            "7000",
            "window.start",
            FakeApi.BASE.toString(),
            "window.end",
            FakeApi.BASE.plusSeconds(70).toString(),
            "window.lookback.ms",
            "3000",
            "record.id.pointer",
            "/event_id");

    private final String path;
    private final String[] settings;

    Way(String path, String... settings) {
        this.path = path;
        this.settings = settings;
    }

    Map<String, String> props(FakeApi api) {
        return PagingTest.props(api, path, settings);
    }

    boolean readsWindows() {
        return path.equals("/window");
    }
}
