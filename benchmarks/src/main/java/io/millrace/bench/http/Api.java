// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import io.millrace.bench.Fork;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An API on loopback that gives pages of events: in a JVM of its own, so that what it uses is not its clients'. */
final class Api implements AutoCloseable {
    /** After so many events a list has no more for now, though it goes on for whoever asks again. */
    static final int EVENTS_AT_ONCE = 10_000;

    /** Pages are made before, and come round again after so many: each differs from the one before. */
    static final int PAGES = 4;

    /** Without the last of them each answer waits 40 ms for an acknowledgement of its head. */
    private static final List<String> FLAGS = List.of("-Xms128m", "-Xmx128m", "-Dsun.net.httpserver.nodelay=true");

    private final Process process;
    private final String base;

    private Api(Process process, String port) {
        this.process = process;
        this.base = "http://127.0.0.1:" + port;
    }

    static Api start() throws IOException {
        Process process = Fork.start(ApiFork.class, FLAGS, List.of());
        BufferedReader printed = process.inputReader(StandardCharsets.UTF_8);
        String port = printed.readLine();
        if (port == null) {
            throw new IllegalStateException("Cannot start the API: its JVM ended.");
        }
        return new Api(process, port);
    }

    /** A list without end; pages have as many events as {@code limit} says. */
    String list() {
        return base + "/list";
    }

    /** One page of so many events, made while it is sent. */
    String page(long events) {
        return base + "/page?events=" + events;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
