// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Avro schema of a Connect schema: the same text, attribute order included, that Confluent's converter registers,
 * so that changing converters registers no new version. One instance per top-level schema.
 */
public final class ConnectToAvro {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectToAvro.class);

    private final DataOptions options;
    private final Defaults defaults;
    private final AvroAttributes attributes;
    private final NamedTypes names;
    private final ScalarSchemas scalars;
    private final Map<org.apache.kafka.connect.data.Schema, Schema> finished = new HashMap<>();
    private final Map<Entry, Schema> entries = new HashMap<>();
    private final Map<String, Open> openByName = new HashMap<>();
    private int depth;

    /** A struct whose fields are being worked on: what a schema that holds itself finds. */
    private record Open(org.apache.kafka.connect.data.Schema connect, Schema avro) {}

    /** What makes one entry record of a map the same as another's. */
    private record Entry(
            @Nullable String name,
            org.apache.kafka.connect.data.Schema keys,
            org.apache.kafka.connect.data.Schema values) {}

    private ConnectToAvro(DataOptions options) {
        this.options = options;
        defaults = new Defaults(options);
        attributes = new AvroAttributes(options);
        names = new NamedTypes(options);
        scalars = new ScalarSchemas(options, attributes, names);
    }

    /** Throws a {@link Fault} with the path to whatever Avro has no form for. */
    public static Schema translate(org.apache.kafka.connect.data.Schema connect, DataOptions options) {
        return new ConnectToAvro(options).schemaOf(connect);
    }

    /** Whether {@code map} is an Avro map, whose keys are strings. */
    static boolean hasTextKeys(org.apache.kafka.connect.data.Schema map, DataOptions options) {
        return map.keySchema().type() == org.apache.kafka.connect.data.Schema.Type.STRING
                && (!map.keySchema().isOptional() || options.has(DataOption.ALLOW_OPTIONAL_MAP_KEYS));
    }

    static boolean isUnion(org.apache.kafka.connect.data.Schema connect) {
        return SumTypes.isUnion(connect);
    }

    public static int scale(org.apache.kafka.connect.data.Schema decimal) {
        String scale = parameter(decimal, Decimal.SCALE_FIELD);
        return scale == null ? 0 : Integer.parseInt(scale);
    }

    static @Nullable String parameter(org.apache.kafka.connect.data.Schema connect, String key) {
        Map<String, String> parameters = connect.parameters();
        return parameters == null ? null : parameters.get(key);
    }

    private Schema schemaOf(org.apache.kafka.connect.data.Schema connect) {
        if (isUnion(connect)) {
            return union(connect);
        }
        Schema base = base(connect);
        if (!connect.isOptional()) {
            return base;
        }
        Schema nothing = Schema.create(Schema.Type.NULL);
        boolean struct = connect.type() == org.apache.kafka.connect.data.Schema.Type.STRUCT;
        return connect.defaultValue() != null && !struct
                ? Schema.createUnion(base, nothing)
                : Schema.createUnion(nothing, base);
    }

    private Schema union(org.apache.kafka.connect.data.Schema connect) {
        List<Schema> branches = new ArrayList<>();
        if (connect.isOptional()) {
            branches.add(Schema.create(Schema.Type.NULL));
        }
        for (Field field : connect.fields()) {
            try {
                branches.add(base(field.schema()));
            } catch (Fault fault) {
                throw fault.under(field.name());
            }
        }
        return Schema.createUnion(branches);
    }

    /** The schema without its optionality. */
    private Schema base(org.apache.kafka.connect.data.Schema connect) {
        return switch (connect.type()) {
            case ARRAY -> attributes.add(Schema.createArray(schemaOf(connect.valueSchema())), connect, null);
            case MAP ->
                hasTextKeys(connect, options)
                        ? attributes.add(Schema.createMap(schemaOf(connect.valueSchema())), connect, null)
                        : entries(connect);
            case STRUCT -> record(connect);
            default -> scalars.schemaOf(connect);
        };
    }

    /** A map whose keys are not strings: an array of records with key and value. */
    private Schema entries(org.apache.kafka.connect.data.Schema connect) {
        Entry key = new Entry(connect.name(), connect.keySchema(), connect.valueSchema());
        Schema known = entries.get(key);
        Schema entry = known != null ? known : entry(key);
        entries.put(key, entry);
        return attributes.add(Schema.createArray(entry), connect, null);
    }

    private Schema entry(Entry of) {
        String name = of.name != null ? of.name : names.nextEntry();
        Schema same = names.find(name, of);
        if (same != null) {
            return same;
        }
        String fullName = names.fullName(name);
        Schema entry =
                Schema.createRecord(AvroNames.simpleNameOf(fullName), null, AvroNames.namespaceOf(fullName), false);
        if (of.name != null || !AvroNames.MAP_ENTRY.equals(entry.getName())) {
            entry.addProp(AvroProps.INTERNAL_TYPE, AvroNames.MAP_ENTRY);
        }
        names.add(name, of, entry);
        entry.setFields(List.of(field("key", of.keys, null), field("value", of.values, null)));
        return entry;
    }

    private Schema record(org.apache.kafka.connect.data.Schema connect) {
        Open open = connect.name() == null ? null : openByName.get(connect.name());
        if (open != null && sameShape(open.connect, connect)) {
            return open.avro;
        }
        if (depth > ByteOutput.MAX_DEPTH) {
            throw new Fault("a schema that holds itself", "Give the struct a name.");
        }
        org.apache.kafka.connect.data.Schema key = required(connect);
        Schema known = finished.get(key);
        String name = typeName(connect, options);
        if (known == null && name != null) {
            known = names.find(name, connect.fields());
        }
        Schema record = known != null ? known : fill(connect, newRecord(connect));
        finished.put(key, record);
        return record;
    }

    /** The name that {@code connect} gives the Avro type, if it has one; null for none. */
    static @Nullable String typeName(org.apache.kafka.connect.data.Schema connect, DataOptions options) {
        String parameter = SumTypes.enumParameter(connect, options);
        if (parameter != null) {
            return parameter(connect, parameter);
        }
        return Variants.isVariant(connect) ? AvroNames.VARIANT : connect.name();
    }

    private Schema newRecord(org.apache.kafka.connect.data.Schema connect) {
        String own = typeName(connect, options);
        String name = own == null ? names.nextRecord() : own;
        String fullName = names.fullName(name);
        boolean discards = options.has(DataOption.DISCARD_TYPE_DOC_DEFAULT);
        String doc = parameter(connect, discards ? AvroProps.DISCARDING_RECORD_DOC : AvroProps.RECORD_DOC);
        Schema record =
                Schema.createRecord(AvroNames.simpleNameOf(fullName), doc, AvroNames.namespaceOf(fullName), false);
        if (Variants.isVariant(connect)) {
            record.addProp(AvroProps.LOGICAL_TYPE, Variants.LOGICAL_TYPE);
        }
        return names.add(name, connect.fields(), record);
    }

    private Schema fill(org.apache.kafka.connect.data.Schema connect, Schema record) {
        if (connect.name() != null) {
            openByName.put(connect.name(), new Open(connect, record));
        }
        depth++;
        Map<String, Schema.Field> fields = new HashMap<>();
        List<Schema.Field> ordered = new ArrayList<>();
        for (Field field : connect.fields()) {
            try {
                Schema.Field avro = field(field, connect);
                refuseSecond(fields.put(avro.name(), avro), avro.name(), field.name(), connect);
                ordered.add(avro);
            } catch (Fault fault) {
                throw fault.under(field.name());
            }
        }
        record.setFields(ordered);
        depth--;
        openByName.remove(connect.name());
        return attributes.add(record, connect, null);
    }

    /** Two names that are changed into one would lose a field. */
    private void refuseSecond(
            Schema.@Nullable Field taken, String avroName, String name, org.apache.kafka.connect.data.Schema connect) {
        if (taken != null) {
            String first = connect.fields().stream()
                    .map(Field::name)
                    .filter(other -> names.fieldName(other).equals(avroName))
                    .findFirst()
                    .orElse(avroName);
            throw new Fault(
                    "the field names '" + first + "' and '" + name + "', which are both " + avroName + " in Avro",
                    "Rename one of them.");
        }
    }

    private Schema.Field field(Field field, org.apache.kafka.connect.data.Schema struct) {
        String doc = options.has(DataOption.DISCARD_TYPE_DOC_DEFAULT)
                ? field.schema().doc()
                : parameter(struct, AvroProps.FIELD_DOC_PREFIX + field.name());
        return field(names.fieldName(field.name()), field.schema(), doc);
    }

    private Schema.Field field(String name, org.apache.kafka.connect.data.Schema connect, @Nullable String doc) {
        Schema avro = schemaOf(connect);
        Object value = connect.defaultValue();
        if (value == null) {
            Object none = connect.isOptional() ? JsonProperties.NULL_VALUE : null;
            return new Schema.Field(name, avro, doc, none);
        }
        Object json = defaults.toFieldDefault(connect, value);
        try {
            requireFirstBranch(name, avro, json);
            return new Schema.Field(name, avro, doc, json);
        } catch (AvroRuntimeException e) {
            LOG.warn("The default of field {} is not one that Avro allows; it is left out of the Avro field", name);
            return new Schema.Field(name, avro, doc);
        }
    }

    /** Up to 1.11 Avro takes defaults of a union's first type only, and readers older than 1.12 refuse others. */
    private static void requireFirstBranch(String name, Schema avro, Object json) {
        if (avro.getType() == Schema.Type.UNION) {
            new Schema.Field(name, avro.getTypes().get(0), null, json).name();
        }
    }

    private static boolean sameShape(
            org.apache.kafka.connect.data.Schema one, org.apache.kafka.connect.data.Schema other) {
        if (one == other) {
            return true;
        }
        if (other.type() != one.type()) {
            return false;
        }
        List<Field> fields = one.fields();
        List<Field> others = other.fields();
        if (fields.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.get(i).name().equals(others.get(i).name())
                    || fields.get(i).schema().type() != others.get(i).schema().type()) {
                return false;
            }
        }
        return true;
    }

    /** {@code connect} as a required schema: what it shares with its optional twin. */
    private static org.apache.kafka.connect.data.Schema required(org.apache.kafka.connect.data.Schema connect) {
        if (!connect.isOptional()) {
            return connect;
        }
        return new ConnectSchema(
                connect.type(),
                false,
                connect.defaultValue(),
                connect.name(),
                connect.version(),
                connect.doc(),
                connect.parameters(),
                connect.fields(),
                null,
                null);
    }
}
