// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import okhttp3.Response;
import org.apache.kafka.connect.source.SourceRecord;

/** Fetches pages, and drops their bytes; events are told by their length. */
final class FetchSource implements PageSource {
    private final PageClient client;
    private final byte[] buffer = new byte[8192];
    private long place;

    FetchSource(String url, int limit) {
        this.client = new PageClient(url, limit);
    }

    @Override
    public int poll(Consumer<SourceRecord> records) throws IOException {
        int bytes = 0;
        try (Response response = client.get(place == 0 ? null : "c" + place);
                InputStream body = response.body().byteStream()) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                bytes += read;
            }
        }
        int events = bytes / (Event.BYTES + ",".length());
        place += events;
        return events;
    }

    @Override
    public void close() {
        client.close();
    }
}
