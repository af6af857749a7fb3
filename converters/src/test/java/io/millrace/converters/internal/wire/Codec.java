// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.converters.internal.avro.DataOptions;
import io.millrace.converters.internal.registry.NewestSchemas;
import io.millrace.converters.internal.registry.SchemaChoice;
import io.millrace.records.Side;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;

/** An encoder and a decoder around a registry in memory, and Avro's own reader and writer beside them. */
public final class Codec {
    static final String TOPIC = "orders";
    final FakeRegistry registry = new FakeRegistry();
    long nanos;
    final AvroEncoder encoder;
    final AvroDecoder decoder;

    Codec() {
        this(DataOptions.DEFAULTS);
    }

    public Codec(DataOptions options) {
        this(writing(SchemaChoice.REGISTERED, options), reading(options));
    }

    Codec(AvroEncoder.Settings writing, AvroDecoder.Settings reading) {
        encoder = new AvroEncoder(writing, registry, () -> nanos);
        decoder = new AvroDecoder(reading, registry, () -> nanos);
    }

    static AvroEncoder.Settings writing(SchemaChoice choice, DataOptions options) {
        return new AvroEncoder.Settings(
                new SubjectNames(Side.VALUE), choice, NewestSchemas.Keep.FOREVER, IdOptions.WriteTo.PREFIX, options);
    }

    static AvroDecoder.Settings reading(DataOptions options) {
        return new AvroDecoder.Settings(
                new SubjectNames(Side.VALUE),
                IdOptions.ReadFrom.ANYWHERE,
                AvroDecoder.ReadAs.WRITTEN,
                NewestSchemas.Keep.FOREVER,
                AvroDecoder.Trailing.REFUSED,
                options);
    }

    public byte[] write(Schema schema, Object value) {
        return encoder.encode(TOPIC, null, schema, value);
    }

    public SchemaAndValue read(byte[] bytes) {
        return decoder.decode(TOPIC, null, bytes);
    }

    /** The text of the schema that was registered last. */
    public String newestText() {
        return registry.newest();
    }

    SchemaAndValue roundTrip(Schema schema, Object value) {
        return read(write(schema, value));
    }

    /** Reads data of a schema that another writer registered. */
    SchemaAndValue readForeign(String schema, byte[] payload) {
        return read(framed(registry.add(schema), payload));
    }

    static byte[] framed(int id, byte[] payload) {
        return ByteBuffer.allocate(5 + payload.length)
                .put((byte) 0)
                .putInt(id)
                .put(payload)
                .array();
    }

    public static byte[] payload(byte[] framed) {
        return Arrays.copyOfRange(framed, 5, framed.length);
    }

    public static org.apache.avro.Schema parse(String schema) {
        return new org.apache.avro.Schema.Parser().parse(schema);
    }

    /** What Avro's own writer makes of {@code datum}. */
    public static byte[] avroBytes(org.apache.avro.Schema schema, Object datum) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<>(schema).write(datum, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What Avro's own reader makes of {@code payload}. */
    public static Object avroDatum(org.apache.avro.Schema schema, byte[] payload) {
        try {
            return new OrderedReader(schema).read(null, DecoderFactory.get().binaryDecoder(payload, null));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Keeps the entries of maps in their order, so that they can be written again as they were. */
    private static final class OrderedReader extends GenericDatumReader<Object> {
        OrderedReader(org.apache.avro.Schema schema) {
            super(schema);
        }

        @Override
        protected Object newMap(Object old, int size) {
            return new LinkedHashMap<>();
        }
    }
}
