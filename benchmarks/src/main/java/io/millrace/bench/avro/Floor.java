// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * What one would write by hand for one kind of record: a call of Avro's encoder or decoder for each field, and of
 * Kafka's public API. No registry, no errors, no other schema.
 */
abstract class Floor implements Converter {
    static final byte[] PREFIX = {0, 0, 0, 0, 1};

    private final Schema schema;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private @Nullable BinaryEncoder encoder;
    private @Nullable BinaryDecoder decoder;

    Floor(Schema schema) {
        this.schema = schema;
    }

    static Floor of(Shape shape) {
        Schema schema = shape.records(1).get(0).schema();
        return switch (shape) {
            case ROW_OF_20, ROW_OF_200 -> new FloorRow(schema);
            case ENVELOPE -> new FloorEnvelope(schema);
            case DEVICE_EVENT -> new FloorDevice(schema);
        };
    }

    abstract void write(Struct struct, BinaryEncoder to) throws IOException;

    abstract Struct read(BinaryDecoder from) throws IOException;

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {}

    @Override
    public byte[] fromConnectData(String topic, Schema from, Object value) {
        try {
            out.reset();
            out.writeBytes(PREFIX);
            BinaryEncoder to = EncoderFactory.get().binaryEncoder(out, encoder);
            encoder = to;
            write((Struct) value, to);
            to.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        try {
            BinaryDecoder from =
                    DecoderFactory.get().binaryDecoder(value, PREFIX.length, value.length - PREFIX.length, decoder);
            decoder = from;
            return new SchemaAndValue(schema, read(from));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Field[] fields(Schema schema) {
        return schema.fields().toArray(Field[]::new);
    }

    static void decimal(Object value, BinaryEncoder to) throws IOException {
        to.writeBytes(((BigDecimal) value).unscaledValue().toByteArray());
    }

    static BigDecimal decimal(int scale, BinaryDecoder from) throws IOException {
        byte[] unscaled = new byte[(int) from.readLong()]; // a length, then as many bytes
        from.readFixed(unscaled);
        return new BigDecimal(new BigInteger(unscaled), scale);
    }

    /** The branch of {@code value} in a union of null and another type. */
    static void branch(@Nullable Object value, BinaryEncoder to) throws IOException {
        to.writeIndex(value == null ? 0 : 1);
    }

    static void optionalInt(@Nullable Object value, BinaryEncoder to) throws IOException {
        branch(value, to);
        if (value != null) {
            to.writeInt((Integer) value);
        }
    }

    static void optionalLong(@Nullable Object value, BinaryEncoder to) throws IOException {
        branch(value, to);
        if (value != null) {
            to.writeLong((Long) value);
        }
    }

    static void optionalDouble(@Nullable Object value, BinaryEncoder to) throws IOException {
        branch(value, to);
        if (value != null) {
            to.writeDouble((Double) value);
        }
    }

    static void optionalString(@Nullable Object value, BinaryEncoder to) throws IOException {
        branch(value, to);
        if (value != null) {
            to.writeString((String) value);
        }
    }

    static void optionalInt(Struct struct, Field field, BinaryDecoder from) throws IOException {
        if (from.readIndex() == 1) {
            struct.put(field, from.readInt());
        }
    }

    static void optionalLong(Struct struct, Field field, BinaryDecoder from) throws IOException {
        if (from.readIndex() == 1) {
            struct.put(field, from.readLong());
        }
    }

    static void optionalDouble(Struct struct, Field field, BinaryDecoder from) throws IOException {
        if (from.readIndex() == 1) {
            struct.put(field, from.readDouble());
        }
    }

    static void optionalString(Struct struct, Field field, BinaryDecoder from) throws IOException {
        if (from.readIndex() == 1) {
            struct.put(field, from.readString());
        }
    }
}
