// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.Evolution;
import io.millrace.connect.sink.EvolutionRules;
import io.millrace.connect.sink.TableChange;
import io.millrace.connect.sink.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a table needs before rows of a plan can be written: looked up once, as of that moment.
 *
 * @param statements in their order; empty if all is there
 */
record TablePreparation(WantedTable wanted, ExistingTable existing, Evolution evolution, List<String> statements) {
    private static final Logger LOG = LoggerFactory.getLogger(TablePreparation.class);

    TablePreparation {
        statements = List.copyOf(statements);
    }

    static TablePreparation of(Connection connection, WantedTable wanted, EvolutionRules rules, Extensions extensions)
            throws SQLException {
        boolean hasView = !wanted.design().viewFormat().isEmpty();
        ExistingTable existing = Catalog.table(
                connection, wanted.name(), Sql.name(wanted.name()), hasView ? CurrentView.name(wanted) : null);
        FieldTypes types = new FieldTypes(wanted, existing, extensions);
        Evolution evolution = Evolution.between(existing.model(), wanted.model(extensions), rules, types);
        List<String> statements = new ArrayList<>();
        if (existing.isMissing()) {
            statements.addAll(create(connection, wanted, extensions));
        } else if (!evolution.changes().isEmpty()) {
            statements.add(Ddl.alter(wanted.name(), evolution.changes()));
            statements.addAll(comments(wanted.name(), evolution));
        }
        TablePreparation preparation = new TablePreparation(wanted, existing, evolution, statements);
        return hasView ? preparation.withView(connection) : preparation;
    }

    private static List<String> create(Connection connection, WantedTable wanted, Extensions extensions)
            throws SQLException {
        String schema = wanted.name().schema();
        if (!Catalog.hasSchema(connection, schema)) {
            throw new ConnectException("Cannot create table " + wanted.name() + ": there is no schema " + schema
                    + ". Run: CREATE SCHEMA " + Sql.name(schema) + "; or correct 'schema.name'.");
        }
        NewTable table = NewTable.of(wanted, extensions);
        List<String> statements = new ArrayList<>(table.statements());
        statements.addAll(table.comments());
        if (!wanted.design().hypertableColumn().isEmpty()) {
            String extension = Catalog.timescaleSchema(connection);
            if (extension == null) {
                LOG.warn(
                        "Table {} becomes a plain one, though 'create.hypertable.column' is set: the database has no"
                                + " extension timescaledb.",
                        wanted.name());
            } else {
                statements.add(table.hypertable(extension));
            }
        }
        return statements;
    }

    private static List<String> comments(TableName table, Evolution evolution) {
        return evolution.changes().stream()
                .filter(TableChange.AddColumns.class::isInstance)
                .flatMap(change -> ((TableChange.AddColumns) change).columns().stream())
                .filter(column -> !column.doc().isBlank())
                .map(column -> Ddl.commentOnColumn(table, column.name(), column.doc()))
                .toList();
    }

    private TablePreparation withView(Connection connection) throws SQLException {
        CurrentView view =
                new CurrentView(wanted, existing, List.copyOf(newTypes(false).keySet()));
        CurrentView.Statements around =
                view.statements(Catalog.view(connection, CurrentView.name(wanted)), evolution.changes());
        List<String> all = new ArrayList<>(around.before());
        all.addAll(statements);
        all.addAll(around.after());
        return new TablePreparation(wanted, existing, evolution, all);
    }

    boolean isComplete() {
        return statements.isEmpty();
    }

    /** What is done, for messages. */
    String action() {
        if (evolution.changes().isEmpty()) {
            return "make the view of current rows of table " + wanted.name();
        }
        return (existing.isMissing() ? "create table " : "change table ") + wanted.name();
    }

    /** Types, as SQL says them, of columns that the changes add, and if wished of those that they alter. */
    private Map<String, String> newTypes(boolean withAltered) {
        Map<String, String> types = new LinkedHashMap<>();
        for (TableChange change : evolution.changes()) {
            if (change instanceof TableChange.Create create) {
                create.table().columns().forEach(column -> types.put(column.name(), column.type()));
            } else if (change instanceof TableChange.AddColumns add) {
                add.columns().forEach(column -> types.put(column.name(), column.type()));
            } else if (change instanceof TableChange.Retype retype && withAltered) {
                types.put(retype.column(), retype.to());
            }
        }
        return types;
    }

    /** Types, as SQL says them, of columns that the changes add or alter. */
    Map<String, String> changedTypes() {
        return newTypes(true);
    }
}
