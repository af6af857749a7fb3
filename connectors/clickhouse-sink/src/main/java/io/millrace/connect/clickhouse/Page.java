// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ByteSink;
import java.io.IOException;
import java.io.OutputStream;

/** What is gathered before it is sent. Not thread-safe. */
final class Page {
    private static final int BYTES = 1 << 16;

    private final ByteSink sink = new ByteSink(2 * BYTES);
    private final OutputStream out;

    Page(OutputStream out) {
        this.out = out;
    }

    /** For a few bytes; then call {@link #turn}. */
    ByteSink sink() {
        return sink;
    }

    /** Appends bytes, as many as there are. */
    void put(byte[] bytes, int from, int length) throws IOException {
        if (length < BYTES) {
            sink.put(bytes, from, length);
            turn();
        } else {
            send();
            out.write(bytes, from, length);
        }
    }

    /** Sends what was gathered if that is enough. */
    void turn() throws IOException {
        if (sink.size() >= BYTES) {
            send();
        }
    }

    void send() throws IOException {
        out.write(sink.array(), 0, sink.size());
        sink.truncate(0);
    }
}
