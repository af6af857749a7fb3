// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * The usual way: a struct becomes a generic record, which Avro's own writer writes; Avro's own reader reads a generic
 * record, which becomes a struct. Knows one schema, and no registry.
 */
@SuppressWarnings("JavaUtilDate") // Connect's logical types are made of it
final class GenericAvro implements Converter {
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private final Schema connect;
    private final org.apache.avro.Schema avro;
    private final GenericDatumWriter<Object> writer;
    private final GenericDatumReader<Object> reader;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private @Nullable BinaryEncoder encoder;
    private @Nullable BinaryDecoder decoder;

    GenericAvro(Schema connect, org.apache.avro.Schema avro) {
        this.connect = connect;
        this.avro = avro;
        writer = new GenericDatumWriter<>(avro);
        reader = new GenericDatumReader<>(avro);
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {}

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        try {
            out.reset();
            out.writeBytes(Floor.PREFIX);
            BinaryEncoder to = EncoderFactory.get().binaryEncoder(out, encoder);
            encoder = to;
            writer.write(toAvro(schema, avro, value), to);
            to.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        try {
            BinaryDecoder from = DecoderFactory.get()
                    .binaryDecoder(value, Floor.PREFIX.length, value.length - Floor.PREFIX.length, decoder);
            decoder = from;
            return new SchemaAndValue(connect, toConnect(connect, reader.read(null, from)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Object toAvro(Schema schema, org.apache.avro.Schema avro, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (schema.type()) {
            case STRUCT -> record((Struct) value, branch(avro));
            case ARRAY -> array(schema, branch(avro), (List<?>) value);
            case MAP -> map(schema, branch(avro), (Map<?, ?>) value);
            case BYTES ->
                value instanceof BigDecimal decimal
                        ? ByteBuffer.wrap(decimal.unscaledValue().toByteArray())
                        : value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
            case INT32, INT64 -> value instanceof Date date ? number(schema, date) : value;
            default -> value;
        };
    }

    private static org.apache.avro.Schema branch(org.apache.avro.Schema avro) {
        if (avro.getType() != org.apache.avro.Schema.Type.UNION) {
            return avro;
        }
        org.apache.avro.Schema first = avro.getTypes().get(0);
        return first.getType() == org.apache.avro.Schema.Type.NULL
                ? avro.getTypes().get(1)
                : first;
    }

    private static Object number(Schema schema, Date date) {
        if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
            return date.getTime();
        }
        return (int) (Time.LOGICAL_NAME.equals(schema.name()) ? date.getTime() : date.getTime() / MILLIS_PER_DAY);
    }

    private static GenericRecord record(Struct struct, org.apache.avro.Schema avro) {
        GenericRecord made = new GenericData.Record(avro);
        for (Field field : struct.schema().fields()) {
            org.apache.avro.Schema.Field target = avro.getField(field.name());
            Object value = struct.getWithoutDefault(field.name());
            made.put(target.pos(), toAvro(field.schema(), target.schema(), value));
        }
        return made;
    }

    private static List<@Nullable Object> array(Schema schema, org.apache.avro.Schema avro, List<?> values) {
        List<@Nullable Object> made = new ArrayList<>(values.size());
        for (Object value : values) {
            made.add(toAvro(schema.valueSchema(), avro.getElementType(), value));
        }
        return made;
    }

    private static Map<Object, @Nullable Object> map(Schema schema, org.apache.avro.Schema avro, Map<?, ?> entries) {
        Map<Object, @Nullable Object> made = new LinkedHashMap<>();
        entries.forEach((key, value) -> made.put(key, toAvro(schema.valueSchema(), avro.getValueType(), value)));
        return made;
    }

    private static @Nullable Object toConnect(Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (schema.type()) {
            case STRUCT -> struct(schema, (GenericRecord) value);
            case STRING -> value.toString();
            case BYTES -> bytes(schema, value);
            case ARRAY ->
                ((List<?>) value)
                        .stream()
                                .map(each -> toConnect(schema.valueSchema(), each))
                                .toList();
            case MAP -> map(schema, (Map<?, ?>) value);
            case INT32, INT64 -> schema.name() == null ? value : date(schema.name(), (Number) value);
            default -> value;
        };
    }

    private static Object bytes(Schema schema, Object value) {
        if (!Decimal.LOGICAL_NAME.equals(schema.name())) {
            return value instanceof GenericFixed fixed ? ByteBuffer.wrap(fixed.bytes()) : value;
        }
        ByteBuffer buffer = (ByteBuffer) value;
        byte[] unscaled = new byte[buffer.remaining()];
        buffer.get(unscaled);
        return new BigDecimal(
                new BigInteger(unscaled), Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD)));
    }

    private static Map<String, @Nullable Object> map(Schema schema, Map<?, ?> entries) {
        Map<String, @Nullable Object> made = new LinkedHashMap<>();
        entries.forEach((key, value) -> made.put(key.toString(), toConnect(schema.valueSchema(), value)));
        return made;
    }

    private static Object date(String type, Number value) {
        return switch (type) {
            case org.apache.kafka.connect.data.Date.LOGICAL_NAME -> new Date(value.longValue() * MILLIS_PER_DAY);
            case Time.LOGICAL_NAME, Timestamp.LOGICAL_NAME -> new Date(value.longValue());
            default -> value;
        };
    }

    private static Struct struct(Schema schema, GenericRecord from) {
        Struct made = new Struct(schema);
        for (Field field : schema.fields()) {
            Object value = from.get(field.name());
            if (value != null) {
                made.put(field, toConnect(field.schema(), value));
            }
        }
        return made;
    }
}
