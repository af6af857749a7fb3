// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
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
    private final Map<org.apache.kafka.connect.data.Schema, Schema> finished = new HashMap<>();
    private final Map<Entry, Schema> entries = new HashMap<>();
    private final Map<String, Open> openByName = new HashMap<>();
    private final Set<String> takenNames = new HashSet<>();
    private int anonymousRecords;
    private int anonymousEntries;
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
    }

    /** Throws a {@link Fault} with the path to whatever Avro has no form for. */
    public static Schema translate(org.apache.kafka.connect.data.Schema connect, DataOptions options) {
        return new ConnectToAvro(options).schemaOf(connect);
    }

    static boolean hasTextKeys(org.apache.kafka.connect.data.Schema map) {
        return map.keySchema().type() == org.apache.kafka.connect.data.Schema.Type.STRING
                && !map.keySchema().isOptional();
    }

    static boolean isUnion(org.apache.kafka.connect.data.Schema connect) {
        return connect.type() == org.apache.kafka.connect.data.Schema.Type.STRUCT
                && AvroNames.UNION.equals(connect.name());
    }

    public static int scale(org.apache.kafka.connect.data.Schema decimal) {
        String scale = parameter(decimal, Decimal.SCALE_FIELD);
        return scale == null ? 0 : Integer.parseInt(scale);
    }

    private static @Nullable String parameter(org.apache.kafka.connect.data.Schema connect, String key) {
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
        return connect.defaultValue() != null ? Schema.createUnion(base, nothing) : Schema.createUnion(nothing, base);
    }

    private Schema union(org.apache.kafka.connect.data.Schema connect) {
        List<Schema> branches = new ArrayList<>();
        if (connect.isOptional()) {
            branches.add(Schema.create(Schema.Type.NULL));
        }
        for (Field field : connect.fields()) {
            branches.add(base(field.schema()));
        }
        return Schema.createUnion(branches);
    }

    /** The schema without its optionality. */
    private Schema base(org.apache.kafka.connect.data.Schema connect) {
        return switch (connect.type()) {
            case INT8 -> annotated(Schema.create(Schema.Type.INT), connect, "int8");
            case INT16 -> annotated(Schema.create(Schema.Type.INT), connect, "int16");
            case INT32 -> annotated(Schema.create(Schema.Type.INT), connect, null);
            case INT64 -> annotated(Schema.create(Schema.Type.LONG), connect, null);
            case FLOAT32 -> annotated(Schema.create(Schema.Type.FLOAT), connect, null);
            case FLOAT64 -> annotated(Schema.create(Schema.Type.DOUBLE), connect, null);
            case BOOLEAN -> annotated(Schema.create(Schema.Type.BOOLEAN), connect, null);
            case STRING -> annotated(Schema.create(Schema.Type.STRING), connect, null);
            case BYTES ->
                connect.name() != null && parameter(connect, AvroProps.FIXED_SIZE) != null
                        ? finished.computeIfAbsent(required(connect), this::fixed)
                        : annotated(decimalOrBytes(connect), connect, null);
            case ARRAY -> annotated(Schema.createArray(schemaOf(connect.valueSchema())), connect, null);
            case MAP ->
                hasTextKeys(connect)
                        ? annotated(Schema.createMap(schemaOf(connect.valueSchema())), connect, null)
                        : entries(connect);
            case STRUCT -> record(connect);
        };
    }

    private Schema decimalOrBytes(org.apache.kafka.connect.data.Schema connect) {
        return withDecimal(Schema.create(Schema.Type.BYTES), connect);
    }

    private Schema fixed(org.apache.kafka.connect.data.Schema connect) {
        String size = parameter(connect, AvroProps.FIXED_SIZE);
        String fullName = claim(fullName(connect.name()));
        Schema fixed = Schema.createFixed(
                AvroNames.simpleNameOf(fullName),
                null,
                AvroNames.namespaceOf(fullName),
                Integer.parseInt(size == null ? "0" : size));
        return annotated(withDecimal(fixed, connect), connect, null);
    }

    private static Schema withDecimal(Schema avro, org.apache.kafka.connect.data.Schema connect) {
        if (Decimal.LOGICAL_NAME.equals(connect.name())) {
            String precision = parameter(connect, AvroProps.DECIMAL_PRECISION);
            avro.addProp(AvroProps.SCALE, (Object) scale(connect));
            avro.addProp(AvroProps.PRECISION, (Object)
                    (precision == null ? AvroProps.DEFAULT_PRECISION : Integer.parseInt(precision)));
        }
        return avro;
    }

    /** A map whose keys are not strings: an array of records with key and value. */
    private Schema entries(org.apache.kafka.connect.data.Schema connect) {
        Entry key = new Entry(connect.name(), connect.keySchema(), connect.valueSchema());
        Schema known = entries.get(key);
        Schema entry = known != null ? known : entry(key);
        entries.put(key, entry);
        return annotated(Schema.createArray(entry), connect, null);
    }

    private Schema entry(Entry of) {
        boolean marked = of.name != null || anonymousEntries > 0;
        String fullName =
                claim(of.name != null ? fullName(of.name) : numbered(AvroNames.MAP_ENTRY, ++anonymousEntries));
        Schema entry =
                Schema.createRecord(AvroNames.simpleNameOf(fullName), null, AvroNames.namespaceOf(fullName), false);
        if (marked) {
            entry.addProp(AvroProps.INTERNAL_TYPE, AvroNames.MAP_ENTRY);
        }
        entry.setFields(List.of(field("key", of.keys, null), field("value", of.values, null)));
        return entry;
    }

    private Schema record(org.apache.kafka.connect.data.Schema connect) {
        String name = connect.name();
        Open open = name == null ? null : openByName.get(name);
        if (open != null && sameShape(open.connect, connect)) {
            return open.avro;
        }
        if (depth > ByteOutput.MAX_DEPTH) {
            throw new Fault("a schema that holds itself", "Give the struct a name.");
        }
        org.apache.kafka.connect.data.Schema key = required(connect);
        Schema known = finished.get(key);
        if (known != null) {
            return known;
        }
        Schema created = fill(connect, newRecord(connect));
        finished.put(key, created);
        return created;
    }

    private Schema newRecord(org.apache.kafka.connect.data.Schema connect) {
        String name = connect.name();
        String fullName = claim(name != null ? fullName(name) : numbered(AvroNames.DEFAULT_RECORD, ++anonymousRecords));
        String doc = parameter(connect, AvroProps.RECORD_DOC);
        return Schema.createRecord(AvroNames.simpleNameOf(fullName), doc, AvroNames.namespaceOf(fullName), false);
    }

    private Schema fill(org.apache.kafka.connect.data.Schema connect, Schema record) {
        if (connect.name() != null) {
            openByName.put(connect.name(), new Open(connect, record));
        }
        depth++;
        List<Schema.Field> fields = new ArrayList<>();
        for (Field field : connect.fields()) {
            try {
                String doc = parameter(connect, AvroProps.FIELD_DOC_PREFIX + field.name());
                fields.add(field(fieldName(field.name()), field.schema(), doc));
            } catch (Fault fault) {
                throw fault.under(field.name());
            }
        }
        record.setFields(fields);
        depth--;
        openByName.remove(connect.name());
        return annotated(record, connect, null);
    }

    private Schema.Field field(String name, org.apache.kafka.connect.data.Schema connect, @Nullable String doc) {
        Schema avro = schemaOf(connect);
        Object value = connect.defaultValue();
        if (value == null) {
            Object none = connect.isOptional() ? JsonProperties.NULL_VALUE : null;
            return new Schema.Field(name, avro, doc, none);
        }
        try {
            return new Schema.Field(name, avro, doc, Defaults.toFieldDefault(connect, value));
        } catch (AvroRuntimeException e) {
            LOG.warn("The default of field {} is not one that Avro allows; it is left out of the Avro field", name);
            return new Schema.Field(name, avro, doc);
        }
    }

    private static boolean sameShape(
            org.apache.kafka.connect.data.Schema one, org.apache.kafka.connect.data.Schema other) {
        List<Field> fields = one.fields();
        List<Field> others = other.fields();
        if (one == other) {
            return true;
        }
        if (other.type() != one.type() || fields.size() != others.size()) {
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

    /** Adds what Avro has no place for, in the order in which Confluent's converter adds it. */
    private Schema annotated(Schema avro, org.apache.kafka.connect.data.Schema connect, @Nullable String connectType) {
        if (options.has(DataOption.CONNECT_META_DATA)) {
            addConnectProps(avro, connect, connectType);
        }
        String logicalType = logicalType(connect);
        if (logicalType != null) {
            avro.addProp(AvroProps.LOGICAL_TYPE, logicalType);
        }
        if (connect.parameters() != null) {
            connect.parameters().forEach((key, value) -> {
                if (key.startsWith(AvroProps.AVRO_PREFIX)) {
                    avro.addProp(key, value);
                }
            });
        }
        return avro;
    }

    private static void addConnectProps(
            Schema avro, org.apache.kafka.connect.data.Schema connect, @Nullable String connectType) {
        if (connect.doc() != null) {
            avro.addProp(AvroProps.DOC, connect.doc());
        }
        if (connect.version() != null) {
            avro.addProp(AvroProps.VERSION, (Object) connect.version());
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        if (connect.parameters() != null) {
            parameters.putAll(connect.parameters());
        }
        boolean fieldDefault = parameters.remove(AvroProps.FIELD_DEFAULT) != null;
        if (!parameters.isEmpty()) {
            avro.addProp(AvroProps.PARAMETERS, parameters);
        }
        if (connect.defaultValue() != null && !fieldDefault) {
            avro.addProp(AvroProps.DEFAULT, Defaults.toJson(connect, connect.defaultValue()));
        }
        if (connect.name() != null) {
            avro.addProp(AvroProps.NAME, connect.name());
        }
        if (connectType != null) {
            avro.addProp(AvroProps.TYPE, connectType);
        }
    }

    private static @Nullable String logicalType(org.apache.kafka.connect.data.Schema connect) {
        if (connect.name() == null) {
            return null;
        }
        return switch (connect.name()) {
            case Decimal.LOGICAL_NAME -> "decimal";
            case Date.LOGICAL_NAME -> "date";
            case Time.LOGICAL_NAME -> "time-millis";
            case Timestamp.LOGICAL_NAME -> "timestamp-millis";
            default -> null;
        };
    }

    private String numbered(String name, int number) {
        return AvroNames.NAMESPACE + "." + name + (number == 1 ? "" : number);
    }

    /** A name stands for one schema only, so a second, different one cannot have it. */
    private String claim(String fullName) {
        if (!takenNames.add(fullName)) {
            throw new Fault("two different schemas of the name " + fullName, "Rename one of them.");
        }
        return fullName;
    }

    private String fullName(String name) {
        String fullName = options.has(DataOption.SCRUB_INVALID_NAMES) ? AvroNames.scrubFullName(name) : name;
        for (String part : fullName.split("\\.", -1)) {
            requireValid(part, "the schema name '" + name + "'");
        }
        return fullName;
    }

    private String fieldName(String name) {
        String scrubbed = options.has(DataOption.SCRUB_INVALID_NAMES) ? AvroNames.scrub(name) : name;
        requireValid(scrubbed, "the field name '" + name + "'");
        return scrubbed;
    }

    private static void requireValid(String name, String found) {
        if (!AvroNames.isValid(name)) {
            throw new Fault(
                    found + " (expected letters, digits and _, not starting with a digit)",
                    "Rename it, or set '" + DataOption.SCRUB_INVALID_NAMES.key() + "' to true.");
        }
    }

    /** {@code connect} as a required schema: what it shares with its optional twin. */
    private static org.apache.kafka.connect.data.Schema required(org.apache.kafka.connect.data.Schema connect) {
        if (!connect.isOptional()) {
            return connect;
        }
        boolean map = connect.type() == org.apache.kafka.connect.data.Schema.Type.MAP;
        boolean struct = connect.type() == org.apache.kafka.connect.data.Schema.Type.STRUCT;
        return new ConnectSchema(
                connect.type(),
                false,
                connect.defaultValue(),
                connect.name(),
                connect.version(),
                connect.doc(),
                connect.parameters(),
                struct ? connect.fields() : null,
                map ? connect.keySchema() : null,
                map ? connect.valueSchema() : null);
    }
}
