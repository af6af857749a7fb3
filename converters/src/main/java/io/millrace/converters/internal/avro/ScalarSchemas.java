// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Decimal;
import org.jspecify.annotations.Nullable;

/** The Avro schemas of Connect schemas that have no parts: numbers, texts, enums, bytes and fixed types. */
final class ScalarSchemas {
    private final DataOptions options;
    private final AvroAttributes attributes;
    private final NamedTypes names;

    /** What makes one fixed type the same as another. */
    private record FixedContent(int size, Map<String, String> parameters) {}

    ScalarSchemas(DataOptions options, AvroAttributes attributes, NamedTypes names) {
        this.options = options;
        this.attributes = attributes;
        this.names = names;
    }

    /** The schema, attributes included, without its optionality. */
    Schema schemaOf(org.apache.kafka.connect.data.Schema connect) {
        return switch (connect.type()) {
            case INT8 -> attributes.add(Schema.create(Schema.Type.INT), connect, "int8");
            case INT16 -> attributes.add(Schema.create(Schema.Type.INT), connect, "int16");
            case INT32 -> plain(Schema.Type.INT, connect);
            case INT64 -> plain(Schema.Type.LONG, connect);
            case FLOAT32 -> plain(Schema.Type.FLOAT, connect);
            case FLOAT64 -> plain(Schema.Type.DOUBLE, connect);
            case BOOLEAN -> plain(Schema.Type.BOOLEAN, connect);
            case STRING -> text(connect);
            case BYTES -> bytes(connect);
            case ARRAY, MAP, STRUCT -> throw new IllegalArgumentException("not a scalar: " + connect.type());
        };
    }

    private Schema plain(Schema.Type type, org.apache.kafka.connect.data.Schema connect) {
        return attributes.add(Schema.create(type), connect, null);
    }

    private Schema text(org.apache.kafka.connect.data.Schema connect) {
        String parameter = SumTypes.enumParameter(connect, options);
        if (parameter != null) {
            return enumeration(connect, parameter);
        }
        String name = connect.name();
        int size = ExtendedType.fixedSize(connect, options);
        return size < 0 || name == null ? plain(Schema.Type.STRING, connect) : numberedFixed(connect, name, size);
    }

    private Schema enumeration(org.apache.kafka.connect.data.Schema connect, String parameter) {
        String name = Objects.requireNonNull(ConnectToAvro.parameter(connect, parameter));
        List<String> symbols = SumTypes.symbols(connect.parameters(), parameter);
        String schemaName = connect.name() == null ? names.nextRecord() : names.scrubbed(connect.name());
        Schema same = names.find(name, symbols);
        if (same != null) {
            return same;
        }
        boolean discards = options.has(DataOption.DISCARD_TYPE_DOC_DEFAULT);
        String key = AvroNames.simpleNameOf(schemaName);
        String doc = ConnectToAvro.parameter(
                connect, discards ? AvroProps.DISCARDING_ENUM_DOC : AvroProps.ENUM_DOC_PREFIX + key);
        String defaultSymbol = discards ? null : ConnectToAvro.parameter(connect, AvroProps.ENUM_DEFAULT_PREFIX + key);
        String fullName = names.fullName(name);
        Schema avro = Schema.createEnum(
                AvroNames.simpleNameOf(fullName), doc, AvroNames.namespaceOf(fullName), symbols, defaultSymbol);
        return names.add(name, symbols, attributes.add(avro, connect, null));
    }

    private Schema bytes(org.apache.kafka.connect.data.Schema connect) {
        String name = connect.name();
        String size = ConnectToAvro.parameter(connect, AvroProps.FIXED_SIZE);
        if (name == null || size == null) {
            return attributes.add(withDecimal(Schema.create(Schema.Type.BYTES), connect), connect, null);
        }
        if (name.equals(Decimal.LOGICAL_NAME)) {
            return numberedFixed(connect, name, size(size));
        }
        Schema same = names.find(name, size);
        return same != null ? same : names.add(name, size, fixed(connect, name, size(size)));
    }

    private static int size(String size) {
        try {
            return Integer.parseInt(size);
        } catch (NumberFormatException e) {
            throw new Fault("the parameter " + AvroProps.FIXED_SIZE + ", which is no number", "Correct it.");
        }
    }

    /** A fixed type with the name of a logical type, which different ones may have: numbered from the second on. */
    private Schema numberedFixed(org.apache.kafka.connect.data.Schema connect, String first, int size) {
        Map<String, String> parameters = connect.parameters() == null ? Map.of() : connect.parameters();
        FixedContent content = new FixedContent(size, parameters);
        String name = first;
        for (int n = 2; !names.allows(name, content); n++) {
            name = first + n;
        }
        Schema same = names.find(name, content);
        return same != null ? same : names.add(name, content, fixed(connect, name, size));
    }

    private Schema fixed(org.apache.kafka.connect.data.Schema connect, String name, int size) {
        String fullName = names.fullName(name);
        Schema fixed =
                Schema.createFixed(AvroNames.simpleNameOf(fullName), null, AvroNames.namespaceOf(fullName), size);
        return attributes.add(withDecimal(fixed, connect), connect, null);
    }

    private static Schema withDecimal(Schema avro, org.apache.kafka.connect.data.Schema connect) {
        if (Decimal.LOGICAL_NAME.equals(connect.name())) {
            String precision = precision(connect);
            avro.addProp(AvroProps.SCALE, (Object) ConnectToAvro.scale(connect));
            avro.addProp(AvroProps.PRECISION, (Object)
                    (precision == null ? AvroProps.DEFAULT_PRECISION : Integer.parseInt(precision)));
        }
        return avro;
    }

    private static @Nullable String precision(org.apache.kafka.connect.data.Schema connect) {
        return ConnectToAvro.parameter(connect, AvroProps.DECIMAL_PRECISION);
    }
}
