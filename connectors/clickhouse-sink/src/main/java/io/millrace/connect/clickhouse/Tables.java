// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.Evolution;
import io.millrace.connect.sink.EvolutionRules;
import io.millrace.connect.sink.TableChange;
import io.millrace.connect.sink.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes tables take the rows of plans: creates and alters them. Tasks that do it at the same time do the same, which does no
 * harm: a statement that another one has run already changes nothing.
 *
 * <p>In a dry run it only logs the statements, each once, and answers as if they had been run.
 */
final class Tables {
    private static final Logger LOG = LoggerFactory.getLogger(Tables.class);
    private static final int ATTEMPTS = 3;

    private final Session session;
    private final Catalog catalog;
    private final EvolutionRules rules;
    private final boolean dryRun;
    private final Consumer<String> announcements;
    private final Set<TableName> known = new HashSet<>();
    private final Set<String> logged = new HashSet<>();
    private @Nullable ServerFacts facts;

    Tables(Session session, EvolutionRules rules, boolean dryRun) {
        this(session, rules, dryRun, LOG::info);
    }

    /** @param announcements gets what a dry run would do */
    Tables(Session session, EvolutionRules rules, boolean dryRun, Consumer<String> announcements) {
        this.session = session;
        this.catalog = new Catalog(session);
        this.rules = rules;
        this.dryRun = dryRun;
        this.announcements = announcements;
    }

    /** What the server was when it was first asked. */
    ServerFacts facts() {
        ServerFacts found = facts;
        if (found == null) {
            found = catalog.facts();
            facts = found;
        }
        return found;
    }

    /** Whether there is such a table. One that was found once is taken to stay. */
    boolean exists(TableName table) {
        if (!known.contains(table) && catalog.table(table) != null) {
            known.add(table);
        }
        return known.contains(table);
    }

    /** Tables may be gone. */
    void forget() {
        known.clear();
        facts = null;
    }

    /** The table as it is; a {@link ConnectException} if it is not one for such rows. */
    ReadyTable found(TableName name, @Nullable VersionColumns version, List<String> key) {
        ExistingTable found = catalog.table(name);
        if (found == null) {
            throw new ConnectException("Cannot write to table " + name + ": it does not exist.");
        }
        new EngineCheck(found).require(version, key);
        return new ReadyTable(found, Map.of(), Map.of());
    }

    /**
     * The table, with all that the rows need. A {@link ConnectException} where that takes what the sink may not do, or where
     * the table would lose rows.
     */
    ReadyTable prepare(WantedTable wanted) {
        for (int attempt = 1; ; attempt++) {
            ExistingTable existing = catalog.table(wanted.name());
            if (existing != null) {
                new EngineCheck(existing).require(wanted.version(), wanted.key());
                if (wanted.isDeduplicated()) {
                    DeduplicationWindow.require(existing, session);
                }
            }
            Evolution evolution = evolution(wanted, existing);
            List<String> statements = statements(wanted, existing, evolution);
            if (statements.isEmpty() && existing != null) {
                warn(wanted, existing, evolution);
                known.add(wanted.name());
                return new ReadyTable(existing, evolution.columnOf(), evolution.refusals());
            }
            if (dryRun) {
                statements.forEach(statement -> logOnce(wanted.name(), statement));
                return outcome(wanted, existing, evolution);
            }
            if (attempt > ATTEMPTS) {
                throw new ConnectException("Cannot make table " + wanted.name() + " take the rows: after " + statements
                        + " the server still shows it as before. Restart the task.");
            }
            run(wanted, existing, statements);
        }
    }

    private Evolution evolution(WantedTable wanted, @Nullable ExistingTable existing) {
        Ddl ddl = new Ddl(wanted, existing);
        return Evolution.between(
                existing == null ? null : existing.model(wanted.version()),
                wanted.model(),
                rules,
                new FieldTypes(schemas(wanted), fixed(existing), wanted.design().types(), ddl::statement));
    }

    private static Map<String, Schema> schemas(WantedTable wanted) {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        wanted.columns().forEach(column -> schemas.put(column.name(), column.schema()));
        return schemas;
    }

    /** Columns whose types may not change. */
    private static Set<String> fixed(@Nullable ExistingTable existing) {
        Set<String> fixed = new HashSet<>();
        if (existing != null) {
            existing.columns().forEach((name, column) -> {
                if (column.isKey()) {
                    fixed.add(name);
                }
            });
        }
        return fixed;
    }

    private List<String> statements(WantedTable wanted, @Nullable ExistingTable existing, Evolution evolution) {
        Ddl ddl = new Ddl(wanted, existing);
        List<String> statements = new ArrayList<>();
        if (existing == null) {
            requireDatabase(wanted.name());
            statements.add(ddl.statement(evolution.changes().get(0)));
        } else if (!evolution.changes().isEmpty()) {
            statements.add(ddl.alter(evolution.changes()));
        }
        if (!wanted.design().viewFormat().isEmpty()) {
            List<String> columns =
                    new ArrayList<>(types(wanted, existing, evolution).keySet());
            statements.addAll(new CurrentView(wanted, columns)
                    .statements(catalog.view(CurrentView.name(wanted)), ddl.onCluster()));
        }
        return statements;
    }

    private void requireDatabase(TableName table) {
        if (!catalog.hasDatabase(table.schema())) {
            throw new ConnectException("Cannot create table " + table + ": there is no database " + table.schema()
                    + ". Run: CREATE DATABASE " + Sql.name(table.schema()) + "; or correct 'connection.database'.");
        }
    }

    private void run(WantedTable wanted, @Nullable ExistingTable existing, List<String> statements) {
        String action = (existing == null ? "create table " : "change table ") + wanted.name();
        for (String statement : statements) {
            session.execute(action, wanted.name(), statement);
            LOG.info("Changed table {}: {}", wanted.name(), statement);
        }
    }

    private void warn(WantedTable wanted, ExistingTable existing, Evolution evolution) {
        evolution.forgone().forEach(change -> {
            if (logged.add("forgone " + wanted.name() + " " + change)) {
                LOG.warn(
                        "Column {}.{} is {}: values beyond it are refused, one by one. To take them all, run: {}",
                        wanted.name(),
                        change.column(),
                        change.from(),
                        new Ddl(wanted, existing).statement(change));
            }
        });
    }

    private void logOnce(TableName table, String statement) {
        if (logged.add(statement)) {
            announcements.accept("Would run for table " + table + ": " + statement);
        }
    }

    private static ReadyTable outcome(WantedTable wanted, @Nullable ExistingTable existing, Evolution evolution) {
        Map<String, ExistingTable.Column> columns = new LinkedHashMap<>();
        types(wanted, existing, evolution)
                .forEach((name, type) -> columns.put(name, new ExistingTable.Column(type, false, false)));
        return new ReadyTable(
                new ExistingTable(wanted.name(), columns, "", ""), evolution.columnOf(), evolution.refusals());
    }

    /** Columns and their types after the changes. */
    private static Map<String, ClickHouseType> types(
            WantedTable wanted, @Nullable ExistingTable existing, Evolution evolution) {
        Map<String, ClickHouseType> types = new LinkedHashMap<>();
        if (existing != null) {
            existing.columns().forEach((name, column) -> types.put(name, column.type()));
        }
        for (TableChange change : evolution.changes()) {
            if (change instanceof TableChange.Create create) {
                create.table().columns().forEach(c -> types.put(c.name(), ClickHouseType.parse(c.type())));
            } else if (change instanceof TableChange.AddColumns add) {
                add.columns().forEach(c -> types.put(c.name(), ClickHouseType.parse(c.type())));
            } else if (change instanceof TableChange.Retype retype) {
                types.put(retype.column(), ClickHouseType.parse(retype.to()));
            }
        }
        VersionColumns version = wanted.version();
        if (version != null) {
            types.putIfAbsent(version.version(), ClickHouseType.parse(version.type()));
            types.putIfAbsent(version.deleted(), ClickHouseType.parse(VersionColumns.DELETED_TYPE));
        }
        return types;
    }
}
