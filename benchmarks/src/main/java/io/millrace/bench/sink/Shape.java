// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.sink;

import static io.millrace.bench.sink.Column.optional;
import static io.millrace.bench.sink.Column.required;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** The kinds of rows. The first column is the key. */
public enum Shape {
    COLUMNS_10(List.of(
            required("id", Kind.LONG),
            required("name", Kind.TEXT),
            optional("city", Kind.TEXT),
            required("price", Kind.DECIMAL),
            required("seen", Kind.TIMESTAMP),
            required("weight", Kind.DOUBLE),
            required("score", Kind.DOUBLE),
            required("active", Kind.BOOLEAN),
            required("attributes", Kind.JSON),
            required("visits", Kind.INT))),
    COLUMNS_40(fortyColumns()),
    /** The event of a device as Millrace's sources write it: its properties are one JSON text. */
    DEVICE_EVENTS(List.of(
            required("event_id", Kind.TEXT),
            required("device_id", Kind.TEXT),
            optional("user_id", Kind.TEXT),
            optional("session_id", Kind.TEXT),
            optional("sequence", Kind.INT),
            required("type", Kind.TEXT),
            required("occurred_at", Kind.TIMESTAMP),
            required("received_at", Kind.TIMESTAMP),
            optional("platform", Kind.TEXT),
            optional("app_version", Kind.TEXT),
            optional("locale", Kind.TEXT),
            required("properties", Kind.JSON)));

    @SuppressWarnings("ImmutableEnumChecker") // List.of and List.copyOf make it so
    private final List<Column> columns;

    Shape(List<Column> columns) {
        this.columns = columns;
    }

    private static List<Column> fortyColumns() {
        List<Column> columns = new ArrayList<>();
        columns.add(required("id", Kind.LONG));
        add(columns, 7, false, Kind.TEXT);
        add(columns, 5, true, Kind.TEXT);
        add(columns, 8, false, Kind.DOUBLE);
        add(columns, 6, false, Kind.DECIMAL);
        add(columns, 4, false, Kind.TIMESTAMP);
        add(columns, 4, false, Kind.BOOLEAN);
        add(columns, 3, false, Kind.INT);
        add(columns, 2, false, Kind.JSON);
        return List.copyOf(columns);
    }

    private static void add(List<Column> columns, int count, boolean isOptional, Kind kind) {
        IntStream.range(0, count)
                .mapToObj(i -> kind.name().toLowerCase(Locale.ROOT) + "_" + columns.size() + "_" + i)
                .toList()
                .forEach(name -> columns.add(new Column(name, kind, isOptional)));
    }

    /** As it stands in the names of cases: {@code 10-columns}. */
    public String text() {
        return this == DEVICE_EVENTS ? "device-events" : columns.size() + "-columns";
    }

    public List<Column> columns() {
        return columns;
    }

    public Column key() {
        return columns.get(0);
    }

    /** The key is in the value too, as in the events of a device and in every row of change data capture. */
    public Schema valueSchema() {
        SchemaBuilder builder = SchemaBuilder.struct().name("bench." + name());
        columns.forEach(column -> builder.field(column.name(), column.schema()));
        return builder.build();
    }

    public Schema keySchema() {
        return SchemaBuilder.struct()
                .name("bench." + name() + ".Key")
                .field(key().name(), key().schema())
                .build();
    }
}
