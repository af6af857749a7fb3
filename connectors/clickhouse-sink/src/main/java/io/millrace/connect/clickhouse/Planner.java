// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.ColumnSource;
import io.millrace.connect.sink.DeleteMode;
import io.millrace.connect.sink.Effect;
import io.millrace.connect.sink.RowPlan;
import io.millrace.connect.sink.RowShape;
import io.millrace.connect.sink.RowWriter;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.TablePlan;
import io.millrace.connect.sink.TableRules;
import io.millrace.connect.sink.Unfit;
import io.millrace.records.Errors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Compiles plans: what rows a record makes, the table they need (made or changed here), how each column is written. A
 * versioned row is written whatever the table has: its version and the mark of deletion say what it does.
 */
final class Planner {
    private static final int NO_ORDER = -1;

    private final Tables tables;
    private final TableRules<TableSettings> rules;
    private final Versions versions;
    private final Map<Layout, Layout> layouts = new ConcurrentHashMap<>();
    private final Set<TableName> known = ConcurrentHashMap.newKeySet();

    Planner(Tables tables, TableRules<TableSettings> rules, Versions versions) {
        this.tables = tables;
        this.rules = rules;
        this.versions = versions;
    }

    /** Whether a plan was made for rows of the table. */
    boolean knows(TableName table) {
        return known.contains(table);
    }

    /** The tables are not as they were. */
    void forget() {
        known.clear();
        tables.forget();
    }

    TablePlan<Layout> plan(TableName table, SinkRecord row) {
        TableSettings settings = rules.of(table);
        boolean isTombstone = row.value() == null;
        if (isTombstone && !settings.versionsTombstones()) {
            return TablePlan.nothing();
        }
        RowPlan rows = RowPlan.compile(row, settings.rows());
        boolean changesNothing = isTombstone || rows.columns().isEmpty(); // a tombstone, a truncate
        if (changesNothing && !tables.exists(table)) {
            return TablePlan.absent();
        }
        VersionColumns version = settings.version();
        ReadyTable ready = changesNothing
                ? tables.found(table, version, isTombstone ? rows.key() : List.of())
                : tables.prepare(wanted(row, rows, table, settings, tables.facts()));
        known.add(table);
        Compiler compiler = new Compiler(rows, ready, settings);
        return TablePlan.of(rows, compiler::compile);
    }

    static WantedTable wanted(
            SinkRecord row, RowPlan rows, TableName table, TableSettings settings, ServerFacts server) {
        Schema schema = row.valueSchema();
        boolean hidesMarked = settings.rows().deletes().mode() == DeleteMode.SOFT;
        return new WantedTable(
                table,
                schema == null || schema.doc() == null ? "" : schema.doc(),
                rows.wanted(),
                rows.key(),
                settings.version(),
                settings.isDeduplicated(),
                hidesMarked ? settings.rows().deletes().field() : "",
                settings.design().on(server));
    }

    /** Works out how the shapes of one plan's rows are written. */
    private final class Compiler {
        private final RowPlan rows;
        private final ReadyTable ready;
        private final TableSettings settings;

        Compiler(RowPlan rows, ReadyTable ready, TableSettings settings) {
            this.rows = rows;
            this.ready = ready;
            this.settings = settings;
        }

        RowWriter<Layout> compile(RowShape shape) {
            Effect effect = shape.effect();
            List<ColumnSource> sources = new ArrayList<>(
                    switch (effect) {
                        case APPEND, REPLACE, MARK, PATCH -> shape.stored();
                        case REMOVE, MOVE -> shape.columns().subList(0, shape.keyCount());
                        case TRUNCATE -> List.<ColumnSource>of();
                        case VERSION, VERSION_PATCH ->
                            throw new IllegalStateException("no effect of this sink's: " + effect);
                    });
            List<ColumnEncoder> encoders = new ArrayList<>();
            List<String> columns = new ArrayList<>();
            List<String> types = new ArrayList<>();
            for (ColumnSource source : sources) {
                columns.add(column(source));
                types.add(type(source).display());
                encoders.add(encoder(source));
            }
            VersionColumns version = settings.version();
            if (version != null) {
                sources.add(versionSource(version, shape));
                columns.add(version.version());
                types.add(version.type());
                encoders.add(versionEncoder(effect));
                sources.add(deleted(version, effect == Effect.REMOVE || effect == Effect.MOVE));
                columns.add(version.deleted());
                types.add(VersionColumns.DELETED_TYPE);
                encoders.add((value, out) -> out.put((Boolean) value ? 1 : 0));
            }
            if (effect == Effect.PATCH && settings.refusesUnavailable()) {
                encoders.set(0, refusing(shape));
            }
            Layout layout = interned(new Layout(
                    ready.table().name(), effect == Effect.TRUNCATE ? effect : Effect.APPEND, columns, types));
            RowShape written =
                    new RowShape(shape.id(), layout.effect(), sources, shape.keyCount(), 0, NO_ORDER, shape.isDelete());
            return new RowWriter<>(written, layout, format(types), encoders, null);
        }

        private static RowBinaryFormat format(List<String> types) {
            return new RowBinaryFormat(types.stream().map(ClickHouseType::parse).toList());
        }

        private Layout interned(Layout layout) {
            Layout known = layouts.putIfAbsent(layout, layout);
            return known == null ? layout : known;
        }

        private ColumnEncoder refusing(RowShape shape) {
            List<String> absent = rows.columns().stream()
                    .map(ColumnSource::name)
                    .filter(name -> shape.columns().stream()
                            .noneMatch(column -> column.name().equals(name)))
                    .toList();
            return (value, out) -> {
                throw new Unfit(
                        "a row without the values of " + absent + ", which the database did not send",
                        "Set REPLICA IDENTITY FULL at the source, or 'unavailable.mode' to 'default'.");
            };
        }

        private String column(ColumnSource source) {
            return ready.columnOf().getOrDefault(source.name(), source.name());
        }

        private ClickHouseType type(ColumnSource source) {
            ExistingTable.Column found = ready.table().columns().get(column(source));
            if (found == null) {
                throw unwritable(source);
            }
            return found.type();
        }

        private ConnectException unwritable(ColumnSource source) {
            return new ConnectException(
                    "Cannot write to table " + ready.table().name() + ": no column " + column(source)
                            + " that takes " + Errors.describe(source.schema())
                            + ". Was the table changed just now? Restart the task.");
        }

        private ColumnEncoder encoder(ColumnSource source) {
            String refusal = ready.refusals().get(source.name());
            if (refusal != null) {
                return (value, out) -> {
                    throw new Unfit(refusal, "Alter the column, or convert the field with a transform.");
                };
            }
            ColumnEncoder encoder =
                    Encoders.of(source.schema(), type(source), tables.facts().years());
            if (encoder == null) {
                throw unwritable(source);
            }
            return encoder;
        }

        /** A truncate's order is in its shape alone: it needs no columns of the table. */
        private ColumnSource versionSource(VersionColumns version, RowShape shape) {
            String field = settings.rows().orderField();
            if (field.isEmpty()) {
                return Versions.record(version.version());
            }
            @Nullable ColumnSource found = Stream.concat(rows.columns().stream(), shape.columns().stream())
                    .filter(column -> column.name().equals(field))
                    .findFirst()
                    .orElse(null);
            if (found == null) {
                throw new ConnectException("Cannot write versions to table "
                        + ready.table().name() + ": no field " + field + ". Correct 'order.field'.");
            }
            return found;
        }

        private ColumnEncoder versionEncoder(Effect effect) {
            if (settings.rows().isOrdered()) {
                return Versions::orderKey;
            }
            return effect == Effect.TRUNCATE ? versions.truncate() : versions.position();
        }

        private ColumnSource deleted(VersionColumns version, boolean isDeleted) {
            return ColumnSource.of(version.deleted(), Schema.BOOLEAN_SCHEMA, version.deleted(), record -> isDeleted);
        }
    }
}
