// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.connect.sink.ColumnSource.Origin;
import io.millrace.records.Errors;
import io.millrace.records.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * How the records of one key schema and value schema become rows: their columns, key columns first, and what each
 * record does. A tombstone has the key columns only.
 */
public final class RowPlan {
    private static final String OPERATION = "_op";
    private static final String TRUNCATE = "t";

    private final RowRules rules;
    private final List<ColumnSource> columns;
    private final int keyCount;
    private final @Nullable Field deleted;
    private final @Nullable Field operation;

    private RowPlan(
            RowRules rules,
            List<ColumnSource> columns,
            int keyCount,
            @Nullable Field deleted,
            @Nullable Field operation) {
        this.rules = rules;
        this.columns = List.copyOf(columns);
        this.keyCount = keyCount;
        this.deleted = deleted;
        this.operation = operation;
    }

    /** The plan for records with {@code record}'s schemas; a {@link DataException} where no row can be made. */
    public static RowPlan compile(SinkRecord record, RowRules rules) {
        Object value = record.value();
        if (value == null) {
            List<ColumnSource> keys = rules.deletesRows() ? recordKey(record, rules) : List.of();
            return new RowPlan(rules, keys, keys.size(), null, null);
        }
        Schema schema = structSchema(record, value);
        Field deleted = markOf(schema, rules.deletes().field());
        Field operation = deleted == null || rules.writeMode() == WriteMode.INSERT ? null : textOf(schema, OPERATION);
        if (record.key() == null && isTruncate(operation, value)) {
            return new RowPlan(rules, List.of(), 0, deleted, operation);
        }
        List<ColumnSource> keys = keys(record, schema, rules);
        List<ColumnSource> columns = new ArrayList<>(keys);
        Set<String> taken = keys.stream().map(ColumnSource::name).collect(Collectors.toSet());
        for (Field field : schema.fields()) {
            if (!taken.contains(field.name())) {
                columns.add(ColumnSource.of(Origin.VALUE_FIELD, field));
            }
        }
        return new RowPlan(rules, columns, keys.size(), deleted, operation);
    }

    /** Key columns first, then the value's fields in their order. */
    public List<ColumnSource> columns() {
        return columns;
    }

    public int keyCount() {
        return keyCount;
    }

    /** What {@code record} does; a {@link DataException} for a truncate that is not to be ignored. */
    public RowAction action(SinkRecord record) {
        Object value = record.value();
        if (value == null) {
            return keyCount > 0 ? RowAction.DELETE : RowAction.IGNORE;
        }
        if (isTruncate(operation, value)) {
            return truncate(record);
        }
        if (columns.isEmpty()) { // compiled for a truncate, which has no key; this record needs one
            compile(record, rules);
        }
        if (deleted != null && rules.deletesRows() && Boolean.TRUE.equals(((Struct) value).get(deleted))) {
            return RowAction.DELETE;
        }
        return RowAction.WRITE;
    }

    private RowAction truncate(SinkRecord record) {
        return switch (rules.truncateMode()) {
            case IGNORE -> RowAction.IGNORE;
            case TRUNCATE, FAIL ->
                throw Errors.at(
                        record,
                        Side.VALUE,
                        "write the record",
                        "a truncate of the source table (_op is 't')",
                        "Empty the table yourself and set 'truncate.mode' to 'ignore', or drop truncates at the source.");
        };
    }

    private static boolean isTruncate(@Nullable Field operation, Object value) {
        return operation != null && TRUNCATE.equals(((Struct) value).get(operation));
    }

    private static Schema structSchema(SinkRecord record, Object value) {
        if (value instanceof Struct struct) {
            return struct.schema();
        }
        throw Errors.at(
                record,
                Side.VALUE,
                "write the record",
                value.getClass().getSimpleName() + " (expected a Struct with a schema)",
                "Use a converter that carries schemas.");
    }

    private static List<ColumnSource> keys(SinkRecord record, Schema value, RowRules rules) {
        return switch (rules.keys().mode()) {
            case RECORD_KEY -> recordKey(record, rules);
            case RECORD_VALUE ->
                rules.keys().fields().stream()
                        .map(name -> named(record, Side.VALUE, value, name))
                        .toList();
            case KAFKA -> kafka(rules.keys().kafkaColumns());
            case NONE -> List.of();
        };
    }

    private static List<ColumnSource> recordKey(SinkRecord record, RowRules rules) {
        Object key = record.key();
        Schema schema = record.keySchema();
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
            List<String> names = rules.keys().fields().isEmpty()
                    ? own.fields().stream().map(Field::name).toList()
                    : rules.keys().fields();
            return names.stream()
                    .map(name -> named(record, Side.KEY, own, name))
                    .toList();
        }
        if (schema == null
                || !schema.type().isPrimitive()
                || rules.keys().fields().size() != 1) {
            throw Errors.at(
                    record,
                    Side.KEY,
                    "write the record",
                    Errors.describe(schema) + " (expected a struct, or a primitive and one name in 'key.fields')",
                    "Name the key's column in 'key.fields'.");
        }
        return List.of(ColumnSource.of(Origin.WHOLE_KEY, rules.keys().fields().get(0), schema));
    }

    private static ColumnSource named(SinkRecord record, Side side, Schema schema, String name) {
        Field field = schema.field(name);
        if (field == null) {
            throw Errors.at(
                    record,
                    side,
                    "find key field " + name,
                    "not in " + Errors.describe(schema),
                    "Correct 'key.fields'.");
        }
        return ColumnSource.of(side == Side.KEY ? Origin.KEY_FIELD : Origin.VALUE_FIELD, field);
    }

    private static List<ColumnSource> kafka(List<String> names) {
        return List.of(
                ColumnSource.of(Origin.TOPIC, names.get(0), Schema.STRING_SCHEMA),
                ColumnSource.of(Origin.PARTITION, names.get(1), Schema.INT32_SCHEMA),
                ColumnSource.of(Origin.OFFSET, names.get(2), Schema.INT64_SCHEMA));
    }

    private static @Nullable Field markOf(Schema schema, String name) {
        Field field = name.isEmpty() ? null : schema.field(name);
        return field != null && field.schema().type() == Schema.Type.BOOLEAN ? field : null;
    }

    private static @Nullable Field textOf(Schema schema, String name) {
        Field field = schema.field(name);
        return field != null && field.schema().type() == Schema.Type.STRING ? field : null;
    }
}
