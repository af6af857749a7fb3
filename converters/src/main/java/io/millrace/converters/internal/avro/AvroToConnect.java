// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * The Connect schema of an Avro schema: what Connect's own attributes in it say, else what comes nearest.
 *
 * <p>Logical types that Connect does not have (micro- and nanoseconds, local timestamps, uuid, duration) are read as the
 * plain type below them. One instance per top-level schema.
 */
public final class AvroToConnect {
    private enum Optionality {
        REQUIRED,
        OPTIONAL
    }

    private final boolean connectMetaData;
    private final IdentityHashMap<Schema, List<RecursiveSchema>> open = new IdentityHashMap<>();

    private AvroToConnect(boolean connectMetaData) {
        this.connectMetaData = connectMetaData;
    }

    /** Throws a {@link Fault} with the path to whatever Connect has no form for. */
    public static org.apache.kafka.connect.data.Schema translate(Schema avro, DataOptions options) {
        return new AvroToConnect(options.has(DataOption.CONNECT_META_DATA)).schemaOf(avro, Optionality.REQUIRED, null);
    }

    static boolean isEntry(Schema avro) {
        if (avro.getType() != Schema.Type.RECORD
                || avro.getFields().size() != 2
                || avro.getField("key") == null
                || avro.getField("value") == null) {
            return false;
        }
        return AvroNames.MAP_ENTRY.equals(avro.getProp(AvroProps.INTERNAL_TYPE))
                || avro.getFullName().equals(AvroNames.NAMESPACE + "." + AvroNames.MAP_ENTRY);
    }

    /** The branch that is not null, when a union has just that one; null when it has more. */
    static @Nullable Schema onlyBranch(Schema union) {
        List<Schema> branches = union.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        return branches.size() == 1 ? branches.get(0) : null;
    }

    private org.apache.kafka.connect.data.Schema schemaOf(
            Schema avro, Optionality optionality, @Nullable Object fieldDefault) {
        if (avro.getType() == Schema.Type.UNION) {
            return union(avro, optionality, fieldDefault);
        }
        List<RecursiveSchema> waiting = open.get(avro);
        if (waiting != null) {
            RecursiveSchema inside = new RecursiveSchema(avro.getFullName(), optionality == Optionality.OPTIONAL);
            waiting.add(inside);
            return inside;
        }
        SchemaBuilder builder = builder(avro);
        name(builder, avro);
        describe(builder, avro);
        if (optionality == Optionality.OPTIONAL) {
            builder.optional();
        }
        return finish(avro, builder, fieldDefault);
    }

    private org.apache.kafka.connect.data.Schema union(
            Schema avro, Optionality optionality, @Nullable Object fieldDefault) {
        boolean nullable = avro.isNullable();
        Schema only = onlyBranch(avro);
        if (only != null) {
            return schemaOf(only, nullable ? Optionality.OPTIONAL : optionality, fieldDefault);
        }
        SchemaBuilder builder = SchemaBuilder.struct().name(AvroNames.UNION);
        List<String> names = branchNames(avro);
        for (int i = 0; i < names.size(); i++) {
            Schema branch = avro.getTypes().get(i);
            if (branch.getType() != Schema.Type.NULL) {
                builder.field(names.get(i), schemaOf(branch, Optionality.OPTIONAL, null));
            }
        }
        if (nullable || optionality == Optionality.OPTIONAL) {
            builder.optional();
        }
        return withDefault(builder, fieldDefault);
    }

    /** Short names as Confluent gives them; full ones where two branches would share one. */
    static List<String> branchNames(Schema union) {
        List<String> names = new ArrayList<>();
        for (Schema branch : union.getTypes()) {
            boolean shared = union.getTypes().stream()
                            .filter(other -> other.getName().equals(branch.getName()))
                            .count()
                    > 1;
            names.add(shared ? branch.getFullName() : branch.getName());
        }
        return names;
    }

    private SchemaBuilder builder(Schema avro) {
        return switch (avro.getType()) {
            case BOOLEAN -> SchemaBuilder.bool();
            case INT -> integer(avro);
            case LONG ->
                isLogical(avro, "timestamp-millis", Timestamp.LOGICAL_NAME)
                        ? SchemaBuilder.int64().name(Timestamp.LOGICAL_NAME)
                        : SchemaBuilder.int64();
            case FLOAT -> SchemaBuilder.float32();
            case DOUBLE -> SchemaBuilder.float64();
            case STRING -> SchemaBuilder.string();
            case BYTES -> bytes(avro);
            case FIXED -> bytes(avro).parameter(AvroProps.FIXED_SIZE, Integer.toString(avro.getFixedSize()));
            case ENUM -> enumeration(avro);
            case ARRAY -> array(avro.getElementType());
            case MAP ->
                SchemaBuilder.map(org.apache.kafka.connect.data.Schema.STRING_SCHEMA, element(avro.getValueType()));
            case RECORD -> record(avro);
            case NULL -> throw new Fault("an Avro null by itself (expected a union with another type)");
            case UNION -> throw new IllegalArgumentException("a union is no builder");
        };
    }

    private org.apache.kafka.connect.data.Schema element(Schema avro) {
        try {
            return schemaOf(avro, Optionality.REQUIRED, null);
        } catch (Fault fault) {
            throw fault.inElement();
        }
    }

    private static boolean isLogical(Schema avro, String logicalType, String connectName) {
        String name = avro.getProp(AvroProps.NAME);
        return logicalType.equals(avro.getProp(AvroProps.LOGICAL_TYPE)) && (name == null || name.equals(connectName));
    }

    private static SchemaBuilder integer(Schema avro) {
        if (isLogical(avro, "date", Date.LOGICAL_NAME)) {
            return SchemaBuilder.int32().name(Date.LOGICAL_NAME);
        }
        if (isLogical(avro, "time-millis", Time.LOGICAL_NAME)) {
            return SchemaBuilder.int32().name(Time.LOGICAL_NAME);
        }
        String type = avro.getProp(AvroProps.TYPE);
        if ("int8".equals(type)) {
            return SchemaBuilder.int8();
        }
        return "int16".equals(type) ? SchemaBuilder.int16() : SchemaBuilder.int32();
    }

    private static SchemaBuilder bytes(Schema avro) {
        if (!isLogical(avro, "decimal", Decimal.LOGICAL_NAME)) {
            return SchemaBuilder.bytes();
        }
        Object scale = avro.getObjectProp(AvroProps.SCALE);
        SchemaBuilder decimal = SchemaBuilder.bytes()
                .name(Decimal.LOGICAL_NAME)
                .parameter(Decimal.SCALE_FIELD, scale instanceof Number number ? "" + number.intValue() : "0");
        if (avro.getObjectProp(AvroProps.PRECISION) instanceof Number number
                && number.intValue() != AvroProps.DEFAULT_PRECISION) {
            decimal.parameter(AvroProps.DECIMAL_PRECISION, Integer.toString(number.intValue()));
        }
        return decimal;
    }

    private SchemaBuilder enumeration(Schema avro) {
        SchemaBuilder builder = SchemaBuilder.string();
        if (connectMetaData) {
            if (avro.getDoc() != null) {
                builder.parameter(AvroProps.ENUM_DOC_PREFIX + avro.getName(), avro.getDoc());
            }
            if (avro.getEnumDefault() != null) {
                builder.parameter(AvroProps.ENUM_DEFAULT_PREFIX + avro.getName(), avro.getEnumDefault());
            }
        }
        builder.parameter(AvroProps.ENUM, avro.getFullName());
        avro.getEnumSymbols().forEach(symbol -> builder.parameter(AvroProps.ENUM + "." + symbol, symbol));
        return builder;
    }

    private SchemaBuilder array(Schema element) {
        if (isEntry(element)) {
            return SchemaBuilder.map(
                    element(element.getField("key").schema()),
                    element(element.getField("value").schema()));
        }
        return SchemaBuilder.array(element(element));
    }

    private SchemaBuilder record(Schema avro) {
        open.put(avro, new ArrayList<>());
        SchemaBuilder builder = SchemaBuilder.struct();
        if (connectMetaData && avro.getDoc() != null) {
            builder.parameter(AvroProps.RECORD_DOC, avro.getDoc());
        }
        for (Schema.Field field : avro.getFields()) {
            if (connectMetaData && field.doc() != null) {
                builder.parameter(AvroProps.FIELD_DOC_PREFIX + field.name(), field.doc());
            }
            try {
                builder.field(field.name(), schemaOf(field.schema(), Optionality.REQUIRED, fieldDefault(field)));
            } catch (Fault fault) {
                throw fault.under(field.name());
            }
        }
        return builder;
    }

    /** Null for none, and for one whose parts belong to other branches of unions than the first: Avro cannot tell it. */
    private static @Nullable Object fieldDefault(Schema.Field field) {
        try {
            return field.hasDefaultValue() ? field.defaultVal() : null;
        } catch (AvroRuntimeException e) {
            return null;
        }
    }

    private static void name(SchemaBuilder builder, Schema avro) {
        if (builder.name() != null) {
            return;
        }
        String name = avro.getProp(AvroProps.NAME);
        if (name == null && isNamed(avro)) {
            name = avro.getFullName();
        }
        if (name != null && !name.startsWith(AvroNames.NAMESPACE + "." + AvroNames.DEFAULT_RECORD)) {
            builder.name(name);
        }
    }

    private static boolean isNamed(Schema avro) {
        return switch (avro.getType()) {
            case RECORD, ENUM, FIXED -> true;
            default -> false;
        };
    }

    private void describe(SchemaBuilder builder, Schema avro) {
        if (avro.getObjectProp(AvroProps.VERSION) instanceof Number version) {
            builder.version(version.intValue());
        }
        if (connectMetaData) {
            if (avro.getProp(AvroProps.DOC) != null) {
                builder.doc(avro.getProp(AvroProps.DOC));
            }
            if (avro.getObjectProp(AvroProps.PARAMETERS) instanceof Map<?, ?> parameters) {
                parameters.forEach((key, value) -> builder.parameter(key.toString(), value.toString()));
            }
        }
        avro.forEachProperty((key, value) -> {
            if (key.startsWith(AvroProps.AVRO_PREFIX)) {
                builder.parameter(key, value.toString());
            }
        });
    }

    private org.apache.kafka.connect.data.Schema finish(
            Schema avro, SchemaBuilder builder, @Nullable Object fieldDefault) {
        Object connectDefault = avro.getObjectProp(AvroProps.DEFAULT);
        boolean fromField = connectDefault == null && fieldDefault != null && fieldDefault != JsonProperties.NULL_VALUE;
        if (fromField) {
            builder.parameter(AvroProps.FIELD_DEFAULT, "true");
        }
        org.apache.kafka.connect.data.Schema schema = withDefault(builder, fromField ? fieldDefault : connectDefault);
        List<RecursiveSchema> waiting = open.remove(avro);
        if (waiting != null) {
            waiting.forEach(inside -> inside.bind(schema));
        }
        return schema;
    }

    /** A default that does not fit its schema is no reason not to read the data: it is left out. */
    private static org.apache.kafka.connect.data.Schema withDefault(SchemaBuilder builder, @Nullable Object json) {
        org.apache.kafka.connect.data.Schema plain = builder.build();
        Object value;
        try {
            value = Defaults.fromJson(plain, json);
            if (value == null) {
                return plain;
            }
            ConnectSchema.validateValue(plain, value);
        } catch (RuntimeException e) {
            return plain;
        }
        return new ConnectSchema(
                plain.type(),
                plain.isOptional(),
                Objects.requireNonNull(value),
                plain.name(),
                plain.version(),
                plain.doc(),
                plain.parameters(),
                plain.type() == org.apache.kafka.connect.data.Schema.Type.STRUCT ? plain.fields() : null,
                plain.type() == org.apache.kafka.connect.data.Schema.Type.MAP ? plain.keySchema() : null,
                hasElements(plain) ? plain.valueSchema() : null);
    }

    private static boolean hasElements(org.apache.kafka.connect.data.Schema schema) {
        return schema.type() == org.apache.kafka.connect.data.Schema.Type.MAP
                || schema.type() == org.apache.kafka.connect.data.Schema.Type.ARRAY;
    }
}
