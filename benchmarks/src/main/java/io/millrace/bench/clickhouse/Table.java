// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.sink.Column;
import io.millrace.bench.sink.Kind;
import io.millrace.bench.sink.Rows;
import io.millrace.bench.sink.Shape;
import java.util.List;
import java.util.stream.Collectors;

/** The table that one contender writes. All have the same columns; one with versions has those too. */
final class Table implements AutoCloseable {
    private final String name;
    private final Shape shape;
    private final boolean isVersioned;
    private final BareHttp http;

    private Table(Engine engine, String name, Shape shape, boolean isVersioned) {
        this.name = name;
        this.shape = shape;
        this.isVersioned = isVersioned;
        this.http = new BareHttp(engine);
        http.query("DROP TABLE IF EXISTS " + name + " SYNC");
        http.query(create());
    }

    /** A table that keeps every row. */
    static Table plain(Engine engine, String name, Shape shape) {
        return new Table(engine, name, shape, false);
    }

    /** Of rows with one key the latest counts. */
    static Table versioned(Engine engine, String name, Shape shape) {
        return new Table(engine, name, shape, true);
    }

    private String create() {
        String columns = shape.columns().stream()
                .map(column -> column.name() + " " + type(column))
                .collect(Collectors.joining(", "));
        return "CREATE TABLE " + name + " (" + columns
                + (isVersioned
                        ? ", _version UInt128, _is_deleted UInt8) ENGINE = ReplacingMergeTree(_version, _is_deleted)"
                        : ") ENGINE = MergeTree")
                + " ORDER BY " + shape.key().name();
    }

    static String type(Column column) {
        String type = switch (column.kind()) {
            case LONG -> "Int64";
            case INT -> "Int32";
            case DOUBLE -> "Float64";
            case BOOLEAN -> "Bool";
            case TEXT, JSON -> "String";
            case DECIMAL -> "Decimal(18, " + Kind.SCALE + ")";
            case TIMESTAMP -> "DateTime64(3, 'UTC')";
        };
        return column.isOptional() ? "Nullable(" + type + ")" : type;
    }

    void empty() {
        http.reconnect();
        http.query("TRUNCATE TABLE " + name + " SYNC");
    }

    /** What the table has to hold, written by the server's own reader of JSON. */
    void fill(Rows rows, int count) {
        http.reconnect();
        JsonRows.Body body = new JsonRows(shape).write(Blocks.structs(rows.between(0, count)));
        http.insert(name, "JSONEachRow", body.array(), body.size());
    }

    /** Count and hash of all rows, in whatever order they lie. */
    String content() {
        http.reconnect();
        List<String> found =
                List.of(http.query("SELECT count(), sum(cityHash64(toString(tuple(" + columns() + ")))) FROM " + all())
                        .split("\t", -1));
        return found.get(0) + " rows, hash " + found.get(1);
    }

    /** A few rows that this table has and the other has not: for the message that says so. */
    String difference(Table other) {
        http.reconnect();
        String rows = http.query("SELECT * FROM (SELECT " + columns() + " FROM " + all() + " EXCEPT SELECT " + columns()
                + " FROM " + other.all() + ") LIMIT 2");
        return rows.isEmpty() ? "" : "\n" + rows;
    }

    private String columns() {
        return shape.columns().stream().map(Column::name).collect(Collectors.joining(", "));
    }

    private String all() {
        return isVersioned ? name + " FINAL" : name;
    }

    @Override
    public void close() {
        http.reconnect();
        http.query("DROP TABLE IF EXISTS " + name + " SYNC");
        http.close();
    }
}
