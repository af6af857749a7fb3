// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.avro;

import io.millrace.bench.normalize.Table;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** The kinds of records that are converted. */
public enum Shape {
    /** A row of a MySQL table as change data capture delivers it: numbers, texts, decimals, times, half of them nullable. */
    ROW_OF_20,
    ROW_OF_200,
    /** Debezium's update: the row of 20 columns before and after, and where it came from. */
    ENVELOPE,
    /** A device's report: nested structs, an array of structs, maps, bytes, Connect's Date, Time and Timestamp. */
    DEVICE_EVENT;

    /** The topic of all records. */
    public static final String TOPIC = "shop.shop.orders";

    /** Records that share one schema, which is new. */
    public List<Struct> records(int count) {
        Table table = new Table(0, this == ROW_OF_200 ? 200 : 20);
        Devices devices = new Devices();
        Schema row = required(table);
        List<Struct> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Struct update = (Struct) table.change("u", i).record().value();
            records.add(
                    switch (this) {
                        case ROW_OF_20, ROW_OF_200 -> copy(update.getStruct("after"), row);
                        case ENVELOPE -> update;
                        case DEVICE_EVENT -> devices.event(i);
                    });
        }
        return records;
    }

    /** The row as a record's whole value: never null. */
    private static Schema required(Table table) {
        Schema nullable = ((Struct) table.change("u", 0).record().value())
                .schema()
                .field("after")
                .schema();
        SchemaBuilder builder = SchemaBuilder.struct().name(nullable.name());
        nullable.fields().forEach(field -> builder.field(field.name(), field.schema()));
        return builder.build();
    }

    /** A row in {@code schema}, which has the same fields. */
    static Struct copy(Struct row, Schema schema) {
        Struct copy = new Struct(schema);
        schema.fields().forEach(field -> copy.put(field, row.getWithoutDefault(field.name())));
        return copy;
    }

    /** A row's schema, equal and made of other objects. */
    static Schema copy(Schema row) {
        SchemaBuilder builder = SchemaBuilder.struct().name(row.name());
        row.fields().forEach(field -> builder.field(new String(field.name()), scalar(field.schema())));
        return builder.build();
    }

    private static Schema scalar(Schema schema) {
        SchemaBuilder builder =
                new SchemaBuilder(schema.type()).name(schema.name()).version(schema.version());
        if (schema.parameters() != null) {
            builder.parameters(schema.parameters());
        }
        return schema.isOptional() ? builder.optional().build() : builder.build();
    }
}
