// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.sink;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Rows made before anything is measured: a key and two versions of a value each, in the order of delivery. */
public final class Rows {
    private static final int VERSIONS = 2;

    private final Shape shape;
    private final List<Row> rows = new ArrayList<>();

    /** A row, and by number the versions of its value. */
    public record Row(int number, Struct key, List<Struct> versions) {
        public Row {
            versions = List.copyOf(versions);
        }

        /** The value in one of its versions, which repeat. */
        public Struct value(int version) {
            return versions.get(version % VERSIONS);
        }
    }

    private Rows(Shape shape, int count) {
        this.shape = shape;
        Schema keySchema = shape.keySchema();
        Schema valueSchema = shape.valueSchema();
        for (int number = 0; number < count; number++) {
            rows.add(row(keySchema, valueSchema, number));
        }
    }

    /** In the order of their keys. */
    public static Rows inOrder(Shape shape, int count) {
        return new Rows(shape, count);
    }

    /** In an order that is always the same and has nothing to do with the keys. */
    public static Rows shuffled(Shape shape, int count) {
        Rows shuffled = new Rows(shape, count);
        Collections.shuffle(shuffled.rows, new Random(count));
        return shuffled;
    }

    private Row row(Schema keySchema, Schema valueSchema, int number) {
        Struct first = new Struct(valueSchema);
        Struct second = new Struct(valueSchema);
        List<Field> fields = valueSchema.fields();
        for (int i = 0; i < fields.size(); i++) {
            Column column = shape.columns().get(i);
            Object before = column.value(number, 0);
            Object after = column.value(number, 1);
            first.put(fields.get(i), before);
            second.put(fields.get(i), before != null && before.equals(after) ? before : after);
        }
        Struct key = new Struct(keySchema).put(shape.key().name(), first.get(fields.get(0)));
        return new Row(number, key, List.of(first, second));
    }

    public Shape shape() {
        return shape;
    }

    public int size() {
        return rows.size();
    }

    public List<Row> between(int from, int to) {
        return Collections.unmodifiableList(rows.subList(from, to));
    }
}
