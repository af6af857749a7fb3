// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.page;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Server-sent events: whoever connects gets the last event, then each new one. Thread-safe. */
final class Stream {
    private static final int MAX_WATCHERS = 32;
    private static final long BEAT_MS = 2_000;
    private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final AtomicInteger watchers = new AtomicInteger();
    private byte[] last = BEAT;
    private long number;
    private boolean closed;

    int watchers() {
        return watchers.get();
    }

    /** {@code json} is one line. */
    synchronized void send(String event, String json) {
        last = ("event: " + event + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
        number++;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Returns when the browser is gone, or when this is closed. */
    void serve(HttpExchange exchange) throws IOException {
        try {
            if (watchers.incrementAndGet() > MAX_WATCHERS) {
                PageHandler.answer(exchange, 503, "The page is open " + MAX_WATCHERS + " times: close some.");
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            write(exchange.getResponseBody());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watchers.decrementAndGet();
        }
    }

    private void write(OutputStream out) throws IOException, InterruptedException {
        long written = -1;
        while (true) {
            byte[] next = BEAT; // shows whether the browser is still there
            synchronized (this) {
                if (number == written && !closed) {
                    wait(BEAT_MS);
                }
                if (number != written) {
                    next = last;
                    written = number;
                } else if (closed) {
                    return;
                }
            }
            out.write(next);
            out.flush();
        }
    }
}
