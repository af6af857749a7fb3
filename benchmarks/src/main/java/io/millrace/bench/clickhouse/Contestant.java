// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.Names;
import io.millrace.bench.sink.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Who takes part, and how each is configured. */
enum Contestant {
    /** The limit: RowBinary that was encoded before. */
    RAW,
    /** The same rows by columns: what the format gains on the server. */
    RAW_NATIVE,
    /** The writer of rows in ClickHouse's own client. */
    CLIENT_V2,
    /** The same rows as JSON, by Jackson's generator. */
    JSON_EACH_ROW,
    /** Each block is committed before the next is handed over. */
    MILLRACE,
    /** The next block is handed over while one is being written, as a worker does. */
    MILLRACE_AHEAD,
    /** As {@link #MILLRACE}, with a version in each row. */
    MILLRACE_REPLAY_SAFE;

    /** As it stands in tables: {@code client-v2}. */
    String text() {
        return Names.text(this);
    }

    static Contestant named(String text) {
        return Arrays.stream(values())
                .filter(each -> each.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No contender is called '" + text + "': there are "
                        + Arrays.stream(values()).map(Contestant::text).toList() + "."));
    }

    static List<Contestant> all() {
        return List.of(values());
    }

    String table() {
        return "bench_" + text().replace('-', '_');
    }

    boolean isVersioned() {
        return this == MILLRACE_REPLAY_SAFE;
    }

    TableWriter writer(Engine engine, Shape shape) {
        return switch (this) {
            case RAW -> RawWriter.rows(engine, table(), shape);
            case RAW_NATIVE -> RawWriter.columns(engine, table(), shape);
            case JSON_EACH_ROW -> new JsonWriter(engine, table(), shape);
            case CLIENT_V2 -> new ClientWriter(engine, table(), shape);
            case MILLRACE, MILLRACE_REPLAY_SAFE -> TaskWriter.oneAtATime(config(engine), table());
            case MILLRACE_AHEAD -> TaskWriter.ahead(config(engine), table());
        };
    }

    private Map<String, String> config(Engine engine) {
        return Map.ofEntries(
                Map.entry("name", text()),
                Map.entry("connection.urls", engine.url()),
                Map.entry("connection.user", engine.user()),
                Map.entry("connection.password", engine.password()),
                Map.entry("connection.database", Engine.DATABASE),
                Map.entry("connection.compression", "none"),
                Map.entry("auto.create", "false"),
                Map.entry("auto.evolve", "false"),
                Map.entry("delivery.mode", isVersioned() ? "replay_safe" : "at_least_once"),
                Map.entry("key.mode", isVersioned() ? "record_key" : "none"),
                Map.entry("batch.max.bytes", Integer.toString(128 << 20)), // a put is a block
                Map.entry("buffer.max.bytes", Integer.toString(1 << 30)));
    }
}
