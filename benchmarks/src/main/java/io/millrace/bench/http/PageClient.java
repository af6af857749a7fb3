// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** OkHttp on one connection. */
final class PageClient implements AutoCloseable {
    private final OkHttpClient http = new OkHttpClient();
    private final HttpUrl list;

    PageClient(String url, int limit) {
        this.list = HttpUrl.get(url)
                .newBuilder()
                .addQueryParameter("limit", Integer.toString(limit))
                .build();
    }

    /** @param cursor null for the first page */
    Response get(@Nullable String cursor) throws IOException {
        HttpUrl page = cursor == null
                ? list
                : list.newBuilder().addQueryParameter("after", cursor).build();
        return http.newCall(new Request.Builder().url(page).build()).execute();
    }

    @Override
    public void close() {
        http.connectionPool().evictAll();
    }
}
