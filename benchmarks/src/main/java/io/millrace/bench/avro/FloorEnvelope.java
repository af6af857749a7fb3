// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.avro;

import java.io.IOException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Debezium's envelope of a row of twenty columns. */
final class FloorEnvelope extends Floor {
    private final Schema schema;
    private final Schema source;
    private final FloorRow row;
    private final Field[] fields;
    private final Field[] sources;

    FloorEnvelope(Schema schema) {
        super(schema);
        this.schema = schema;
        source = schema.field("source").schema();
        row = new FloorRow(schema.field("after").schema());
        fields = fields(schema);
        sources = fields(source);
    }

    @Override
    void write(Struct event, BinaryEncoder to) throws IOException {
        image(event.get(fields[0]), to);
        image(event.get(fields[1]), to);
        source((Struct) event.get(fields[2]), to);
        branch(event.get(fields[3]), to);
        if (event.get(fields[3]) != null) {
            throw new IllegalStateException("No transaction was expected.");
        }
        to.writeString((String) event.get(fields[4]));
        optionalLong(event.get(fields[5]), to);
        optionalLong(event.get(fields[6]), to);
        optionalLong(event.get(fields[7]), to);
    }

    private void image(@Nullable Object image, BinaryEncoder to) throws IOException {
        branch(image, to);
        if (image != null) {
            row.write((Struct) image, to);
        }
    }

    private void source(Struct source, BinaryEncoder to) throws IOException {
        to.writeString((String) source.get(sources[0]));
        to.writeString((String) source.get(sources[1]));
        to.writeString((String) source.get(sources[2]));
        to.writeLong((Long) source.get(sources[3]));
        Object snapshot = source.getWithoutDefault("snapshot"); // its default makes null the second branch
        to.writeIndex(snapshot == null ? 1 : 0);
        if (snapshot != null) {
            to.writeString((String) snapshot);
        }
        to.writeString((String) source.get(sources[5]));
        optionalString(source.get(sources[6]), to);
        optionalLong(source.get(sources[7]), to);
        optionalLong(source.get(sources[8]), to);
        optionalString(source.get(sources[9]), to);
        to.writeLong((Long) source.get(sources[10]));
        optionalString(source.get(sources[11]), to);
        to.writeString((String) source.get(sources[12]));
        to.writeLong((Long) source.get(sources[13]));
        to.writeInt((Integer) source.get(sources[14]));
        optionalLong(source.get(sources[15]), to);
        optionalString(source.get(sources[16]), to);
    }

    @Override
    Struct read(BinaryDecoder from) throws IOException {
        Struct event = new Struct(schema);
        if (from.readIndex() == 1) {
            event.put(fields[0], row.read(from));
        }
        if (from.readIndex() == 1) {
            event.put(fields[1], row.read(from));
        }
        event.put(fields[2], source(from));
        if (from.readIndex() == 1) {
            throw new IllegalStateException("No transaction was expected.");
        }
        event.put(fields[4], from.readString());
        optionalLong(event, fields[5], from);
        optionalLong(event, fields[6], from);
        optionalLong(event, fields[7], from);
        return event;
    }

    private Struct source(BinaryDecoder from) throws IOException {
        Struct source = new Struct(this.source);
        source.put(sources[0], from.readString());
        source.put(sources[1], from.readString());
        source.put(sources[2], from.readString());
        source.put(sources[3], from.readLong());
        if (from.readIndex() == 0) {
            source.put(sources[4], from.readString());
        }
        source.put(sources[5], from.readString());
        optionalString(source, sources[6], from);
        optionalLong(source, sources[7], from);
        optionalLong(source, sources[8], from);
        optionalString(source, sources[9], from);
        source.put(sources[10], from.readLong());
        optionalString(source, sources[11], from);
        source.put(sources[12], from.readString());
        source.put(sources[13], from.readLong());
        source.put(sources[14], from.readInt());
        optionalLong(source, sources[15], from);
        optionalString(source, sources[16], from);
        return source;
    }
}
