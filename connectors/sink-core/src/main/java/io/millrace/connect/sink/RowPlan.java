// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.Errors;
import io.millrace.records.SemanticType;
import io.millrace.records.Side;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * How the records of one key schema and value schema become rows: what each record does, and the columns of the row that
 * does it. A tombstone has the key columns only. Thread-safe.
 */
public final class RowPlan {
    private static final String OPERATION = "_op";
    private static final String TRUNCATE = "t";

    private final RowRules rules;
    private final List<ColumnSource> keys;
    private final List<ColumnSource> columns;
    private final @Nullable Field deleted;
    private final @Nullable Field operation;
    private final @Nullable UnavailableColumns unavailable;
    private final Map<Field, Integer> indexes = new HashMap<>();
    private final RowShapes shapes;
    private final boolean hasValue;
    private final boolean isForAll;

    private RowPlan(SinkRecord record, RowRules rules) {
        this.rules = rules;
        Object value = record.value();
        Schema schema = value instanceof Struct struct ? struct.schema() : null;
        this.hasValue = value != null;
        if (hasValue && schema == null) {
            requireDocument(record);
        }
        this.deleted = schema == null ? null : typed(schema, rules.deletes().field(), Schema.Type.BOOLEAN);
        this.operation = deleted == null || schema == null || rules.writeMode() == WriteMode.INSERT
                ? null
                : typed(schema, OPERATION, Schema.Type.STRING);
        this.isForAll = isTruncate(value) && record.key() == null;
        this.keys = isForAll ? List.of() : keys(record, schema);
        this.columns = new ArrayList<>(keys);
        addColumns(schema);
        this.unavailable = schema == null || rules.writeMode() == WriteMode.INSERT
                ? null
                : UnavailableColumns.of(
                        schema,
                        rules.unavailable().placeholder(),
                        rules.unavailable().field());
        requireOrder(record, schema);
        this.shapes = new RowShapes(rules, keys, List.copyOf(columns), schema);
    }

    /** The plan for records with {@code record}'s schemas; a {@link DataException} where no row can be made. */
    public static RowPlan compile(SinkRecord record, RowRules rules) {
        return new RowPlan(record, rules);
    }

    private void addColumns(@Nullable Schema schema) {
        if (schema == null) {
            if (hasValue) {
                Set<String> taken = names(keys);
                DocumentSources.of(rules.documents()).stream()
                        .filter(column -> !taken.contains(column.name()))
                        .forEach(columns::add);
            }
            return;
        }
        Set<String> taken = names(keys);
        for (Field field : schema.fields()) {
            if (!taken.contains(field.name()) && !isListOfUnavailable(field)) {
                indexes.put(field, columns.size());
                columns.add(ColumnSource.valueField(field));
            }
        }
    }

    private void requireOrder(SinkRecord record, @Nullable Schema schema) {
        boolean isMissing = columns.stream().noneMatch(column -> column.name().equals(rules.orderField()));
        if (hasValue && rules.isOrdered() && isMissing) {
            throw Errors.at(
                    record,
                    Side.VALUE,
                    "find order field " + rules.orderField(),
                    "not in " + (schema == null ? "'document.fields'" : Errors.describe(schema)),
                    "Correct 'order.field'.");
        }
    }

    private boolean isListOfUnavailable(Field field) {
        return rules.writeMode() != WriteMode.INSERT // which has no stored values to keep, and so keeps the list
                && field.name().equals(rules.unavailable().field())
                && field.schema().type() == Schema.Type.ARRAY;
    }

    private static Set<String> names(List<ColumnSource> columns) {
        return columns.stream().map(ColumnSource::name).collect(Collectors.toCollection(HashSet::new));
    }

    private void requireDocument(SinkRecord record) {
        boolean isMap = record.value() instanceof Map;
        if (!isMap || rules.documents().mode() == SchemalessMode.REFUSE) {
            Object value = record.value();
            String type = value == null ? "null" : value.getClass().getSimpleName();
            throw Errors.at(
                    record,
                    Side.VALUE,
                    "read the record",
                    type + " (expected Struct" + (isMap ? "" : ", or a map without a schema") + ")",
                    isMap ? "Set 'schemaless.mode' to 'document', or check the converter." : "Check the converter.");
        }
    }

    /**
     * Key columns first, then the value's fields in their order: all that a table needs for these records. None if the plan
     * was made for a truncate, which has no key.
     */
    public List<ColumnSource> columns() {
        return isForAll ? List.of() : columns;
    }

    public int keyCount() {
        return keys.size();
    }

    /** Names of the key columns. */
    public List<String> key() {
        return columns().stream().limit(keys.size()).map(ColumnSource::name).toList();
    }

    /** What the columns ask of a table. */
    public List<WantedColumn> wanted() {
        List<WantedColumn> wanted = new ArrayList<>();
        for (ColumnSource source : columns()) {
            boolean isKey = wanted.size() < keys.size();
            wanted.add(new WantedColumn(
                    source.name(), source.schema(), !isKey && source.schema().isOptional()));
        }
        return wanted;
    }

    /** What {@code record} does and with which columns; null if it does nothing. */
    public @Nullable RowShape shape(SinkRecord record) {
        Object value = record.value();
        if (value == null) {
            return tombstone(record);
        }
        if (isTruncate(value)) {
            return truncate(record);
        }
        if (keys.isEmpty() && rules.keys().mode() != KeyMode.NONE) {
            keys(
                    record,
                    value instanceof Struct struct ? struct.schema() : null); // compiled for a truncate, without key
        }
        if (deleted != null && Boolean.TRUE.equals(((Struct) value).get(deleted))) {
            RowShape deleting = deleting(record);
            if (deleting != null) {
                return deleting;
            }
        }
        BitSet missing = unavailable == null ? null : unavailable.in((Struct) value);
        if (missing == null) {
            return shapes.write();
        }
        boolean isMoved = KeyHeaders.OLD.isOn(record) && KeyHeaders.OLD.isReadable(record, keys);
        return shapes.patch(withoutKeys(missing), isMoved);
    }

    /** Column indexes of the fields in {@code missing}, keys aside. */
    private BitSet withoutKeys(BitSet missing) {
        BitSet absent = new BitSet();
        indexes.forEach((field, column) -> {
            if (missing.get(field.index())) {
                absent.set(column);
            }
        });
        return absent;
    }

    private @Nullable RowShape tombstone(SinkRecord record) {
        if (keys.isEmpty()) {
            return null;
        }
        return isMove(record) ? shapes.move() : shapes.tombstone();
    }

    private @Nullable RowShape deleting(SinkRecord record) {
        return isMove(record) ? shapes.move() : shapes.delete();
    }

    private boolean isMove(SinkRecord record) {
        return rules.writeMode() == WriteMode.UPSERT
                && rules.keys().mode() == KeyMode.RECORD_KEY
                && KeyHeaders.NEW.isOn(record)
                && KeyHeaders.NEW.isReadable(record, keys);
    }

    private @Nullable RowShape truncate(SinkRecord record) {
        return switch (rules.truncateMode()) {
            case IGNORE -> null;
            case TRUNCATE -> shapes.truncate();
            case FAIL ->
                throw Errors.at(
                        record,
                        Side.VALUE,
                        "write the record",
                        "a truncate of the source table (_op is 't')",
                        "Set 'truncate.mode' to 'truncate' to delete the rows, or to 'ignore' to keep them.");
        };
    }

    private boolean isTruncate(@Nullable Object value) {
        return operation != null && value != null && TRUNCATE.equals(((Struct) value).get(operation));
    }

    private List<ColumnSource> keys(SinkRecord record, @Nullable Schema value) {
        if (record.value() == null) {
            boolean mayMove = rules.writeMode() == WriteMode.UPSERT && record.key() instanceof Struct;
            boolean matters = rules.deletesRows() || mayMove;
            return matters && rules.keys().mode() == KeyMode.RECORD_KEY ? recordKey(record) : List.of();
        }
        return switch (rules.keys().mode()) {
            case RECORD_KEY -> recordKey(record);
            case RECORD_VALUE ->
                rules.keys().fields().stream()
                        .map(name -> ofValue(record, value, name))
                        .toList();
            case KAFKA -> {
                List<String> names = rules.keys().kafkaColumns();
                yield List.of(
                        ColumnSource.topic(names.get(0)),
                        ColumnSource.partition(names.get(1)),
                        ColumnSource.offset(names.get(2)));
            }
            case NONE -> List.of();
        };
    }

    private List<ColumnSource> recordKey(SinkRecord record) {
        Object key = record.key();
        List<String> fields = rules.keys().fields();
        if (key == null) {
            throw Errors.at(
                    record,
                    Side.KEY,
                    "write the record",
                    "no key (expected one, because 'key.mode' is 'record_key')",
                    "Give the records keys, or choose another 'key.mode'.");
        }
        if (key instanceof Struct struct) {
            Schema own = struct.schema();
            List<String> names =
                    fields.isEmpty() ? own.fields().stream().map(Field::name).toList() : fields;
            return names.stream()
                    .map(name -> ColumnSource.keyField(field(record, Side.KEY, own, name)))
                    .toList();
        }
        if (key instanceof Map<?, ?> map && record.keySchema() == null) {
            List<String> names = fields.isEmpty()
                    ? map.keySet().stream().map(String::valueOf).toList()
                    : fields;
            return names.stream().map(name -> ofMap(record, map, name)).toList();
        }
        Schema schema = record.keySchema() == null ? DocumentSources.inferred(key) : record.keySchema();
        if (schema == null || !schema.type().isPrimitive() || fields.size() != 1) {
            throw Errors.at(
                    record,
                    Side.KEY,
                    "write the record",
                    Errors.describe(schema) + " (expected a struct, or a primitive and one name in 'key.fields')",
                    "Name the key's column in 'key.fields'.");
        }
        return List.of(ColumnSource.wholeKey(fields.get(0), schema));
    }

    private static ColumnSource ofMap(SinkRecord record, Map<?, ?> map, String name) {
        Schema schema = DocumentSources.inferred(map.get(name));
        if (schema == null) {
            throw Errors.at(
                    record,
                    Side.KEY,
                    "find key field " + name,
                    map.containsKey(name) ? "no text, number or boolean" : "not in the key",
                    "Correct 'key.fields'.");
        }
        return ColumnSource.keyEntry(name, schema);
    }

    private ColumnSource ofValue(SinkRecord record, @Nullable Schema schema, String name) {
        if (schema != null) {
            return ColumnSource.valueField(field(record, Side.VALUE, schema, name));
        }
        return DocumentSources.of(rules.documents()).stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Errors.at(
                        record,
                        Side.VALUE,
                        "find key field " + name,
                        "no column of a value without a schema",
                        "Add it to 'document.fields', with its type."));
    }

    private static Field field(SinkRecord record, Side side, Schema schema, String name) {
        Field field = schema.field(name);
        if (field == null) {
            throw Errors.at(
                    record,
                    side,
                    "find key field " + name,
                    "not in " + Errors.describe(schema),
                    "Correct 'key.fields'.");
        }
        return field;
    }

    private static @Nullable Field typed(Schema schema, String name, Schema.Type type) {
        Field field = name.isEmpty() ? null : schema.field(name);
        return field != null && field.schema().type() == type && SemanticType.of(field.schema()) == SemanticType.PLAIN
                ? field
                : null;
    }
}
