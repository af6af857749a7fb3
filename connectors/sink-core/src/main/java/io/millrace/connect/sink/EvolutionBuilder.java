// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.connect.sink.FieldFit.Widening;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Works out one {@link Evolution}. */
final class EvolutionBuilder {
    private final TableModel wanted;
    private final EvolutionRules rules;
    private final StoreTypes types;
    private final List<TableChange> changes = new ArrayList<>();
    private final List<ColumnModel> added = new ArrayList<>();
    private final Map<String, String> columnOf = new LinkedHashMap<>();
    private final Map<String, String> refusals = new LinkedHashMap<>();
    private final List<TableChange.Retype> forgone = new ArrayList<>();

    EvolutionBuilder(TableModel wanted, EvolutionRules rules, StoreTypes types) {
        this.wanted = wanted;
        this.rules = rules;
        this.types = types;
    }

    Evolution create() {
        TableChange create = new TableChange.Create(wanted);
        if (!rules.create()) {
            throw new ConnectException("Cannot write to table " + wanted.name()
                    + ": it does not exist, and 'auto.create' is false. Run: " + types.statement(create));
        }
        changes.add(create);
        wanted.columns().forEach(column -> columnOf.put(column.name(), column.name()));
        return built();
    }

    Evolution alter(TableModel existing) {
        for (ColumnModel field : wanted.columns()) {
            ColumnModel column = existing.column(field.name()).orElse(null);
            if (column == null) {
                added.add(field);
                columnOf.put(field.name(), field.name());
            } else {
                place(field, column, existing);
            }
        }
        requireApart();
        addColumns();
        if (rules.relax() && existing.isAlterable()) {
            relax(existing);
        }
        return built();
    }

    private Evolution built() {
        return new Evolution(changes, columnOf, refusals, forgone);
    }

    private void place(ColumnModel field, ColumnModel column, TableModel existing) {
        FieldFit fit = types.fit(field.name(), column);
        Widening widening = fit.widening();
        TableChange.Retype retype = widening == null ? null : retype(column, widening.type());
        if (widening != null && retype != null && obstacle(widening, existing).isEmpty()) {
            changes.add(retype);
        } else if (!fit.isWritable()) {
            misfit(field, column, widening, existing);
            return;
        } else if (retype != null) {
            forgone.add(retype);
        }
        columnOf.put(field.name(), column.name());
    }

    private static TableChange.Retype retype(ColumnModel column, String type) {
        return new TableChange.Retype(column.name(), column.type(), type);
    }

    /** Why the column may not be widened; empty for no reason. */
    private String obstacle(Widening widening, TableModel existing) {
        if (!rules.widen()) {
            return ", and 'evolve.widen' is false";
        }
        if (widening.rewrites() && !rules.rewrite()) {
            return ", which rewrites the table, and 'evolve.rewrite' is false";
        }
        return existing.isAlterable() ? "" : ", and the table is another user's";
    }

    private void misfit(ColumnModel field, ColumnModel column, @Nullable Widening widening, TableModel existing) {
        if (rules.incompatible() == IncompatibleMode.NEW_COLUMN && !wanted.key().contains(field.name())) {
            otherColumn(field, existing);
        } else if (rules.incompatible() == IncompatibleMode.QUARANTINE) {
            refusals.put(
                    field.name(),
                    "a " + types.describe(field.name()) + ", which type " + column.type() + " cannot hold");
            columnOf.put(field.name(), column.name());
        } else {
            String type = widening == null ? field.type() : widening.type();
            String obstacle = widening == null ? "" : obstacle(widening, existing);
            throw incompatible(field, column, type, obstacle);
        }
    }

    private void otherColumn(ColumnModel field, TableModel existing) {
        String name = types.otherColumn(field.name());
        ColumnModel column = existing.column(name).orElse(null);
        if (column == null) {
            added.add(new ColumnModel(name, field.type(), field.doc(), true, false));
        } else if (!types.fit(field.name(), column).isWritable()) {
            throw incompatible(field, column, field.type(), "");
        }
        columnOf.put(field.name(), name);
    }

    private ConnectException incompatible(ColumnModel field, ColumnModel column, String type, String obstacle) {
        return new ConnectException("Cannot write " + types.describe(field.name()) + " to column " + wanted.name() + "."
                + column.name() + ": found type " + column.type() + " (expected " + type + obstacle + "). Run: "
                + types.statement(retype(column, type)) + " or convert the field with a transform.");
    }

    private void requireApart() {
        Set<String> seen = new HashSet<>();
        columnOf.forEach((field, column) -> {
            if (!seen.add(column)) {
                throw new ConnectException("Cannot write " + types.describe(field) + " to table " + wanted.name()
                        + ": its column " + column + " is another field's. Rename one of them with a transform.");
            }
        });
    }

    private void addColumns() {
        if (added.isEmpty()) {
            return;
        }
        TableChange change = new TableChange.AddColumns(added);
        if (!rules.addColumns()) {
            String names = added.stream().map(ColumnModel::name).collect(Collectors.joining(", "));
            throw new ConnectException("Cannot write to table " + wanted.name() + ": no column for field(s) " + names
                    + ", and 'auto.evolve' is false. Run: " + types.statement(change));
        }
        changes.add(0, change);
    }

    private void relax(TableModel existing) {
        Map<String, ColumnModel> fields = new LinkedHashMap<>();
        wanted.columns().forEach(field -> fields.put(columnOf.getOrDefault(field.name(), field.name()), field));
        for (ColumnModel column : existing.columns()) {
            ColumnModel field = fields.get(column.name());
            if (!column.isNullable()
                    && !existing.key().contains(column.name())
                    && !wanted.key().contains(column.name())
                    && (field == null ? isLeftEmpty(column) : field.isNullable())) {
                changes.add(new TableChange.Relax(column.name()));
            }
        }
    }

    private boolean isLeftEmpty(ColumnModel column) {
        return !column.hasDefault() && wanted.columns().size() > wanted.key().size();
    }
}
