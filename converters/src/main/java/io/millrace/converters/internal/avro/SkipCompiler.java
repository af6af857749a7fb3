// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import java.util.IdentityHashMap;
import org.apache.avro.Schema;

/** Builds what passes over the values of a writer's schema. */
final class SkipCompiler {
    private final IdentityHashMap<Schema, Skipper> records = new IdentityHashMap<>();
    private final EmptyValues emptyValues;

    SkipCompiler(EmptyValues emptyValues) {
        this.emptyValues = emptyValues;
    }

    Skipper of(Schema avro) {
        return switch (avro.getType()) {
            case NULL -> new Skipper.Bytes(0);
            case BOOLEAN -> new Skipper.Bytes(1);
            case INT -> new Skipper.Int32();
            case LONG -> new Skipper.Int64();
            case FLOAT -> new Skipper.Bytes(Float.BYTES);
            case DOUBLE -> new Skipper.Bytes(Double.BYTES);
            case STRING, BYTES -> new Skipper.Sized();
            case FIXED -> new Skipper.Bytes(avro.getFixedSize());
            case ENUM -> new Skipper.Symbol(avro.getEnumSymbols().size());
            case ARRAY -> new Skipper.Blocks(emptyValues.allowed(avro.getElementType()), of(avro.getElementType()));
            case MAP -> new Skipper.Blocks(false, new Skipper.Sized(), of(avro.getValueType()));
            case UNION ->
                new Skipper.Union(avro.getTypes().stream().map(this::of).toArray(Skipper[]::new));
            case RECORD -> record(avro);
        };
    }

    private Skipper record(Schema avro) {
        Skipper known = records.get(avro);
        if (known != null) {
            return known;
        }
        Skipper.RecordOf record = new Skipper.RecordOf(avro);
        records.put(avro, record);
        avro.getFields().forEach(field -> record.link(of(field.schema())));
        return record;
    }
}
