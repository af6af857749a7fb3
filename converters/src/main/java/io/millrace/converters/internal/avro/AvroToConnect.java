// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
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
 * plain type below them, or with {@link LogicalTypes#EXTENDED} as what Debezium has for them. One instance per top-level
 * schema.
 */
public final class AvroToConnect {
    private final DataOptions options;
    private final ConnectAttributes attributes;
    private final IdentityHashMap<Schema, List<RecursiveSchema>> open = new IdentityHashMap<>();
    private int unions;

    /** Where a type is met: whether null is allowed there, and what the field says that has it. */
    private record Place(
            boolean optional,
            @Nullable Object fieldDefault,
            @Nullable String fieldDoc) {
        static final Place REQUIRED = new Place(false, null, null);
        static final Place OPTIONAL = new Place(true, null, null);

        Place orNull() {
            return new Place(true, fieldDefault, fieldDoc);
        }
    }

    private AvroToConnect(DataOptions options) {
        this.options = options;
        attributes = new ConnectAttributes(options);
    }

    /** Throws a {@link Fault} with the path to whatever Connect has no form for. */
    public static org.apache.kafka.connect.data.Schema translate(Schema avro, DataOptions options) {
        return new AvroToConnect(options).schemaOf(avro, Place.REQUIRED);
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

    private org.apache.kafka.connect.data.Schema schemaOf(Schema avro, Place place) {
        if (avro.getType() == Schema.Type.UNION) {
            return union(avro, place);
        }
        List<RecursiveSchema> waiting = open.get(avro);
        if (waiting != null) {
            RecursiveSchema inside = new RecursiveSchema(avro.getFullName(), place.optional);
            waiting.add(inside);
            return inside;
        }
        ExtendedType extended = ExtendedType.of(avro, options);
        SchemaBuilder builder = extended != null ? extended.builder(avro) : builder(avro);
        attributes.describe(builder, avro, place.fieldDoc);
        if (extended != null) {
            extended.complete(builder);
        }
        if (place.optional) {
            builder.optional();
        }
        return close(avro, attributes.build(builder, avro, place.fieldDefault));
    }

    private org.apache.kafka.connect.data.Schema close(Schema avro, org.apache.kafka.connect.data.Schema schema) {
        List<RecursiveSchema> waiting = open.remove(avro);
        if (waiting != null) {
            waiting.forEach(inside -> inside.bind(schema));
        }
        return schema;
    }

    private org.apache.kafka.connect.data.Schema union(Schema avro, Place place) {
        boolean nullable = avro.isNullable();
        Schema only = onlyBranch(avro);
        if (only != null && (nullable || options.has(DataOption.FLATTEN_SINGLETON_UNIONS))) {
            return schemaOf(only, nullable ? place.orNull() : place);
        }
        SchemaBuilder builder = SumTypes.unionBuilder(unions++, options);
        if (nullable || place.optional) {
            builder.optional();
        }
        List<Schema> branches = avro.getTypes();
        for (int i = 0; i < branches.size(); i++) {
            if (branches.get(i).getType() != Schema.Type.NULL) {
                builder.field(SumTypes.fieldName(avro, i, options), schemaOf(branches.get(i), Place.OPTIONAL));
            }
        }
        attributes.describe(builder, avro, place.fieldDoc);
        return attributes.build(builder, avro, place.fieldDefault);
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
            return schemaOf(avro, Place.REQUIRED);
        } catch (Fault fault) {
            throw fault.inElement();
        }
    }

    private static boolean isLogical(Schema avro, String logicalType, String connectName) {
        String name = avro.getProp(AvroProps.NAME);
        return logicalType.equalsIgnoreCase(avro.getProp(AvroProps.LOGICAL_TYPE))
                && (name == null || name.equals(connectName));
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
        attributes.addEnumDocs(builder, avro);
        SumTypes.describeEnum(builder, avro, options);
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
        Variants.name(builder, avro);
        attributes.addDocs(builder, avro);
        for (Schema.Field field : avro.getFields()) {
            attributes.addDoc(builder, field);
            try {
                Place place = new Place(false, fieldDefault(field), field.doc());
                builder.field(field.name(), schemaOf(field.schema(), place));
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
}
