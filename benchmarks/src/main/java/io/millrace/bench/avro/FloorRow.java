// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.avro;

import java.io.IOException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** A row of twenty columns, or of these columns several times. */
final class FloorRow extends Floor {
    private static final int COLUMNS = 20;
    private static final int SCALE = 2;

    private final Schema schema;
    private final Field[] fields;

    FloorRow(Schema schema) {
        super(schema);
        this.schema = schema;
        fields = fields(schema);
    }

    @Override
    void write(Struct row, BinaryEncoder to) throws IOException {
        for (int at = 0; at < fields.length; at += COLUMNS) {
            write(row, at, to);
        }
    }

    private void write(Struct row, int at, BinaryEncoder to) throws IOException {
        to.writeLong((Long) row.get(fields[at]));
        optionalInt(row.get(fields[at + 1]), to);
        to.writeString((String) row.get(fields[at + 2]));
        optionalString(row.get(fields[at + 3]), to);
        decimal(row.get(fields[at + 4]), to);
        optionalDouble(row.get(fields[at + 5]), to);
        to.writeInt((Integer) row.get(fields[at + 6]));
        optionalLong(row.get(fields[at + 7]), to);
        to.writeLong((Long) row.get(fields[at + 8]));
        optionalString(row.get(fields[at + 9]), to);
        decimal(row.get(fields[at + 10]), to);
        optionalDouble(row.get(fields[at + 11]), to);
        to.writeBoolean((Boolean) row.get(fields[at + 12]));
        optionalString(row.get(fields[at + 13]), to);
        to.writeString((String) row.get(fields[at + 14]));
        optionalString(row.get(fields[at + 15]), to);
        to.writeLong((Long) row.get(fields[at + 16]));
        optionalInt(row.get(fields[at + 17]), to);
        to.writeString((String) row.get(fields[at + 18]));
        optionalLong(row.get(fields[at + 19]), to);
    }

    @Override
    Struct read(BinaryDecoder from) throws IOException {
        Struct row = new Struct(schema);
        for (int at = 0; at < fields.length; at += COLUMNS) {
            read(row, at, from);
        }
        return row;
    }

    private void read(Struct row, int at, BinaryDecoder from) throws IOException {
        row.put(fields[at], from.readLong());
        optionalInt(row, fields[at + 1], from);
        row.put(fields[at + 2], from.readString());
        optionalString(row, fields[at + 3], from);
        row.put(fields[at + 4], decimal(SCALE, from));
        optionalDouble(row, fields[at + 5], from);
        row.put(fields[at + 6], from.readInt());
        optionalLong(row, fields[at + 7], from);
        row.put(fields[at + 8], from.readLong());
        optionalString(row, fields[at + 9], from);
        row.put(fields[at + 10], decimal(SCALE, from));
        optionalDouble(row, fields[at + 11], from);
        row.put(fields[at + 12], from.readBoolean());
        optionalString(row, fields[at + 13], from);
        row.put(fields[at + 14], from.readString());
        optionalString(row, fields[at + 15], from);
        row.put(fields[at + 16], from.readLong());
        optionalInt(row, fields[at + 17], from);
        row.put(fields[at + 18], from.readString());
        optionalLong(row, fields[at + 19], from);
    }
}
