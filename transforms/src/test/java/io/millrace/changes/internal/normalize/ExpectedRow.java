// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.changes.internal.event.Op;
import io.millrace.changes.internal.normalize.MetadataOptions.Named;
import io.millrace.changes.internal.normalize.NormalizeConfig.DeleteColumns;
import io.millrace.changes.internal.normalize.NormalizeConfig.Deletes;
import io.millrace.changes.internal.normalize.NormalizeConfig.Shape;
import io.millrace.changes.internal.normalize.NormalizeConfig.Truncates;
import io.millrace.changes.internal.normalize.NormalizeConfig.Unavailable;
import io.millrace.transforms.Copies;
import io.millrace.transforms.RandomChanges;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** What has to be in the row that one change becomes, told column by column from the change and the settings. */
final class ExpectedRow {
    private final NormalizeConfig config;
    private final RandomChanges table;
    private final ConnectRecord<?> record;
    private final String op;
    private final @Nullable Map<String, Object> before;
    private final @Nullable Map<String, Object> after;

    ExpectedRow(NormalizeConfig config, RandomChanges table, ConnectRecord<?> record) {
        this.config = config;
        this.table = table;
        this.record = record;
        this.op = String.valueOf(member(record.value(), "op"));
        this.before = image("before");
        this.after = image("after");
    }

    private @Nullable Map<String, Object> image(String name) {
        Object image = member(record.value(), name);
        if (image == null) {
            return null;
        }
        Map<String, Object> columns = new LinkedHashMap<>();
        table.row.fields().forEach(field -> columns.put(field.name(), member(image, field.name())));
        return columns;
    }

    /** That {@code row}, which is no tombstone, is what the change had to become. */
    void check(ConnectRecord<?> row) {
        if (row.headers().lastWithName(ErrorPolicy.REASON_HEADER) != null) {
            assertThat(row.value()).as("value in quarantine").isSameAs(record.value());
            assertThat(row.key()).as("key in quarantine").isSameAs(record.key());
        } else if (config.profile() != Profile.DEBEZIUM_COMPAT) { // that is compared with Debezium's own elsewhere
            checkMetadata(row);
            checkImages(row);
            checkSchema(row.valueSchema());
        }
    }

    private void checkMetadata(ConnectRecord<?> row) {
        String nest = config.metadata().nest();
        Object metadata = nest.isEmpty() ? row.value() : member(row.value(), nest);
        boolean deleted = op.equals("d");
        for (Named named : config.metadata().columns()) {
            Object value = member(metadata, named.name());
            switch (named.column()) {
                case OP -> assertThat(value).isEqualTo(config.snapshotOp().code(Objects.requireNonNull(Op.of(op))));
                case DELETED -> assertThat(value).isEqualTo(deleted);
                case IS_DELETED -> assertThat(((Number) value).intValue()).isEqualTo(deleted ? 1 : 0);
                case CHANGE_TYPE -> assertThat(value).isEqualTo(deleted ? "DELETE" : "UPSERT");
                case SEQ -> assertThat((String) value).matches("[0-7][0-9a-f]{15}(/[0-7][0-9a-f]{15}){3}");
                case CHANGED -> checkNames(changed(), value);
                case UNAVAILABLE -> checkNames(missing(), value);
                default -> {}
            }
        }
    }

    private static void checkNames(@Nullable List<String> expected, @Nullable Object actual) {
        if (expected == null) {
            assertThat(actual).isNull();
        } else {
            assertThat((List<?>) actual).map(String::valueOf).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private void checkImages(ConnectRecord<?> row) {
        boolean nested = config.shape() == Shape.ENVELOPE;
        Object holder = nested ? member(row.value(), config.metadata().prefixed("after")) : row.value();
        if (op.equals("t") && !clashes().isEmpty()) {
            return; // without schema, there is no image whose columns would clash
        }
        if (op.equals("t") || (nested && op.equals("d"))) {
            table.row.fields().forEach(field -> checkColumn(field.name(), null, holder));
        } else if (op.equals("d")) {
            checkGone(holder);
        } else {
            after.keySet().stream()
                    .filter(column -> !mayBeMarked(column))
                    .forEach(column -> checkColumn(column, known(column), holder));
        }
        if (config.showsBefore()) {
            Object held = member(row.value(), config.metadata().prefixed("before"));
            if (before == null) {
                assertThat(held).as("before").isNull();
            } else if (op.equals("d")) {
                checkGone(held);
            } else {
                before.forEach((column, value) -> checkColumn(column, unmarked(column, value), held));
            }
        }
    }

    /** All columns of the deleted row, or those of its key, where the settings say so or the rest may be made up. */
    private void checkGone(Object holder) {
        Predicate<String> inKey = column -> table.key.field(column) != null;
        boolean keyOnly = config.deleteColumns() == DeleteColumns.KEY
                || (config.deleteColumns() == DeleteColumns.AUTO
                        && table.logsKeysOnly()
                        && before.keySet().stream()
                                .allMatch(column -> inKey.test(column) || read(holder, column) == null));
        before.forEach((column, value) -> {
            boolean left = keyOnly && record.key() != null && !inKey.test(column);
            checkColumn(column, left ? null : unmarked(column, value), holder);
        });
    }

    private void checkColumn(String column, @Nullable Object expected, @Nullable Object holder) {
        Object actual = read(holder, column);
        if (expected == null) {
            assertThat(actual).as("null stays null in %s", column).isNull();
        } else if (config.types().isKeep() || !(holder instanceof Struct)) {
            assertThat(Copies.content(actual)).as(column).isEqualTo(Copies.content(expected));
        }
    }

    private @Nullable Object read(@Nullable Object holder, String column) {
        return holder == null ? null : member(holder, config.naming().column(column));
    }

    private void checkSchema(@Nullable Schema schema) {
        if (schema == null) {
            return;
        }
        Schema columns = config.shape() == Shape.ENVELOPE
                ? schema.field(config.metadata().prefixed("after")).schema()
                : schema;
        for (Field field : table.row.fields()) {
            Schema column = columns.field(config.naming().column(field.name())).schema();
            assertThat(column.isOptional()).as("%s is optional", field.name()).isTrue();
            assertThat(column.defaultValue()).as("default of %s", field.name()).isNull();
        }
    }

    /** The value after a change: one that was not sent is that before, if it is known. */
    private @Nullable Object known(String column) {
        Object value = after.get(column);
        if (!isMark(column, value)) {
            return value;
        }
        Object old = before == null ? null : unmarked(column, before.get(column));
        return old == null && config.unavailable() == Unavailable.KEEP ? value : old;
    }

    /** A mark is left in a column that is not converted; which are is not told here. */
    private boolean mayBeMarked(String column) {
        return isMark(column, after.get(column))
                && config.unavailable() == Unavailable.KEEP
                && record.valueSchema() != null
                && !config.types().isKeep();
    }

    private @Nullable Object unmarked(String column, @Nullable Object value) {
        return isMark(column, value) ? null : value;
    }

    private boolean isMark(String column, @Nullable Object value) {
        if (value == null) {
            return false;
        }
        if (record.valueSchema() == null) {
            return config.placeholder().isMark(value);
        }
        Predicate<Object> mark = config.placeholder().in(table.row.field(column).schema());
        return mark != null && mark.test(value);
    }

    private @Nullable List<String> changed() {
        if (!op.equals("u") || before == null) {
            return null;
        }
        return after.keySet().stream()
                .filter(column -> !isMark(column, after.get(column)))
                .filter(column -> !Objects.equals(Copies.of(after.get(column)), Copies.of(before.get(column))))
                .map(config.naming()::column)
                .toList();
    }

    private @Nullable List<String> missing() {
        if (after == null) {
            return null;
        }
        List<String> missing = after.keySet().stream()
                .filter(column -> isMark(column, after.get(column)))
                .filter(column -> before == null || unmarked(column, before.get(column)) == null)
                .map(config.naming()::column)
                .toList();
        return missing.isEmpty() ? null : missing;
    }

    /** That there was reason for an error, or may have been: a value that cannot be converted. */
    void checkError(DataException error) {
        boolean called = config.profile() == Profile.DEBEZIUM_COMPAT
                || (!config.types().isKeep() && (record.valueSchema() != null || record.keySchema() != null))
                || !clashes().isEmpty()
                || (config.unavailable() == Unavailable.FAIL && missing() != null)
                || (config.truncates() == Truncates.FAIL && op.equals("t"))
                || (config.deletes() == Deletes.TOMBSTONE && op.equals("d") && record.key() == null);
        assertThat(called).as("reason for: %s", error.getMessage()).isTrue();
    }

    /** Names that two parts of the row, or two of its columns, would share. */
    private List<String> clashes() {
        List<String> columns = table.row.fields().stream()
                .map(field -> config.naming().column(field.name()))
                .toList();
        List<String> parts = new ArrayList<>(config.shape() == Shape.ENVELOPE ? List.of("before", "after") : columns);
        if (config.shape() == Shape.ENVELOPE) {
            parts.replaceAll(config.metadata()::prefixed);
        } else if (config.showsBefore()) {
            parts.add(config.metadata().prefixed("before"));
        }
        if (config.metadata().nest().isEmpty()) {
            config.metadata().columns().forEach(named -> parts.add(named.name()));
        } else {
            parts.add(config.metadata().nest());
        }
        List<String> clashes = new ArrayList<>(repeated(parts));
        clashes.addAll(repeated(columns));
        columns.stream().filter(String::isEmpty).forEach(clashes::add);
        return clashes;
    }

    private static List<String> repeated(List<String> names) {
        HashSet<String> seen = new HashSet<>();
        return names.stream().filter(name -> !seen.add(name)).toList();
    }

    private static @Nullable Object member(@Nullable Object block, String name) {
        if (block instanceof Struct struct) {
            return struct.getWithoutDefault(name);
        }
        return block == null ? null : ((Map<?, ?>) block).get(name);
    }
}
