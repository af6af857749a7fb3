// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import io.millrace.bench.Names;
import io.millrace.bench.sink.Shape;
import io.millrace.connect.postgres.PostgresSinkTask;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who takes part, and how each is configured. */
enum Contestant {
    /** The limit of appending. */
    RAW_COPY,
    /** The limit of upserting through a temporary table. */
    RAW_UPSERT,
    MILLRACE,
    /** The same, which gathers puts until it has as many rows as the others are given at a time. */
    MILLRACE_LINGER,
    DEBEZIUM_DEFAULT,
    DEBEZIUM_TUNED,
    DEBEZIUM_UNNEST;

    private static final String DEBEZIUM_TASK = "io.debezium.connector.jdbc.JdbcSinkConnectorTask";

    /** Its classes are loaded, and compiled, once for all of its tasks, as in a worker. */
    private static final class Debezium {
        static final PluginLoader LOADER = PluginLoader.of("debezium-connector-jdbc");
    }

    /** As it stands in tables: {@code raw-copy}. */
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

    /** What nothing that writes in this way can beat on one connection. */
    static Contestant limit(Work work) {
        return work == Work.APPEND ? RAW_COPY : RAW_UPSERT;
    }

    boolean takesPart(Case measured) {
        return switch (this) {
            case RAW_COPY, RAW_UPSERT -> this == limit(measured.work());
            case MILLRACE_LINGER -> measured.putSize() < Case.WHOLE;
            case MILLRACE, DEBEZIUM_DEFAULT, DEBEZIUM_TUNED, DEBEZIUM_UNNEST -> true;
        };
    }

    /** Debezium's UNNEST mode of 3.6.0 drops the fractions of seconds. */
    boolean mayStoreOtherValues() {
        return this == DEBEZIUM_UNNEST;
    }

    String table() {
        return "bench_" + name().toLowerCase(Locale.ROOT);
    }

    TableWriter writer(Database database, Table table, Work work, Shape shape) {
        return switch (this) {
            case RAW_COPY, RAW_UPSERT -> new RawWriter(database, table, work, shape);
            case MILLRACE, MILLRACE_LINGER ->
                new SinkTaskWriter(new PostgresSinkTask(), millrace(database, work, shape), work, table.name());
            case DEBEZIUM_DEFAULT, DEBEZIUM_TUNED, DEBEZIUM_UNNEST ->
                new SinkTaskWriter(
                        Debezium.LOADER.newSinkTask(DEBEZIUM_TASK),
                        debezium(database, work, shape),
                        work,
                        table.name());
        };
    }

    private Map<String, String> millrace(Database database, Work work, Shape shape) {
        Map<String, String> config = new HashMap<>(Map.of(
                "name", text(),
                "connection.url", database.url(),
                "connection.user", database.user(),
                "connection.password", database.password(),
                "auto.create", "false",
                "auto.evolve", "false",
                "linger.ms", this == MILLRACE_LINGER ? "1000" : "0"));
        if (this == MILLRACE_LINGER) {
            config.put("batch.max.rows", Integer.toString(Case.WHOLE));
        }
        config.put("write.mode", work == Work.APPEND ? "insert" : "upsert");
        if (work == Work.APPEND) {
            config.put("key.mode", "none");
        } else if (shape == Shape.DEVICE_EVENTS) {
            config.put("key.mode", "record_value");
            config.put("key.fields", shape.key().name());
        }
        if (work == Work.MIXED_DELETES) {
            config.put("delete.mode", "hard");
        }
        return config;
    }

    private Map<String, String> debezium(Database database, Work work, Shape shape) {
        Map<String, String> config = new HashMap<>(Map.of(
                "name",
                text(),
                "connector.class",
                "io.debezium.connector.jdbc.JdbcSinkConnector",
                "connection.url",
                database.url(),
                "connection.username",
                database.user(),
                "connection.password",
                database.password(),
                "schema.evolution",
                "none",
                "collection.name.format",
                "${topic}",
                "insert.mode",
                work == Work.APPEND ? "insert" : "upsert"));
        if (work == Work.APPEND) {
            config.put("primary.key.mode", "none");
        } else if (shape == Shape.DEVICE_EVENTS) {
            config.put("primary.key.mode", "record_value");
            config.put("primary.key.fields", shape.key().name());
        } else {
            config.put("primary.key.mode", "record_key");
        }
        config.put("delete.enabled", Boolean.toString(work == Work.MIXED_DELETES));
        if (this != DEBEZIUM_DEFAULT) {
            config.put("batch.size", Integer.toString(Case.WHOLE));
            config.put("use.reduction.buffer", "true");
        }
        if (this == DEBEZIUM_UNNEST) {
            config.put("dialect.postgres.unnest.insert.enabled", "true");
        }
        return config;
    }

    static List<Contestant> all() {
        return List.of(values());
    }
}
