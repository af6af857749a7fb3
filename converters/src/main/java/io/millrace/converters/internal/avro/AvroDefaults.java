// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Defaults of Avro fields, in Avro's binary encoding. */
final class AvroDefaults {
    private AvroDefaults() {}

    /** What is written in a field that the data have no value for: its default, else null where it may be. */
    static byte[] bytesWithoutValue(Schema.Field field, Schema record) {
        try {
            if (field.hasDefaultValue()) {
                return bytes(field.schema(), GenericData.get().getDefaultValue(field));
            }
            if (field.schema().isNullable()) {
                return bytes(field.schema(), null);
            }
        } catch (AvroRuntimeException e) {
            throw new Fault("a default that is none of its schema (expected " + AvroText.describe(field.schema()) + ")")
                    .under(field.name());
        }
        throw new Fault(
                        "no field (expected " + AvroText.describe(field.schema()) + ", which the registered "
                                + record.getFullName() + " requires and has no default for)",
                        "Add the field at the source, or give it a default in the registered schema.")
                .under(field.name());
    }

    /** {@code datum}, of Avro's generic kind. */
    static byte[] bytes(Schema schema, @Nullable Object datum) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<@Nullable Object>(schema).write(datum, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) { // there is none in memory
            throw new UncheckedIOException(e);
        }
    }
}
