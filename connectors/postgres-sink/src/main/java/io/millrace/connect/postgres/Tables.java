// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.EvolutionRules;
import io.millrace.connect.sink.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes tables take the rows of plans: creates and alters them, in a transaction of its own, one task at a time per
 * table. No wait for a lock is longer than {@code lock.timeout.ms}; after it the task tries again.
 *
 * <p>In a dry run it only logs the statements, each once, and answers as if they had been run.
 */
final class Tables {
    private static final Logger LOG = LoggerFactory.getLogger(Tables.class);
    private static final String DRY_TABLE = "pg_temp." + Sql.name("millrace_dry_run");

    private final Supplier<Session> session;
    private final EvolutionRules rules;
    private final boolean dryRun;
    private final Consumer<String> announcements;
    private final Set<TableName> known = new HashSet<>();
    private final Set<String> logged = new HashSet<>();
    private @Nullable Extensions extensions;

    Tables(Supplier<Session> session, EvolutionRules rules, boolean dryRun) {
        this(session, rules, dryRun, LOG::info);
    }

    /** @param announcements gets what a dry run would do */
    Tables(Supplier<Session> session, EvolutionRules rules, boolean dryRun, Consumer<String> announcements) {
        this.session = session;
        this.rules = rules;
        this.dryRun = dryRun;
        this.announcements = announcements;
    }

    /** Whether there is such a table. One that was found once is taken to stay. */
    boolean exists(TableName table) {
        if (!known.contains(table)
                && !session.get()
                        .run("look up table " + table, table, connection -> Catalog.table(connection, table))
                        .isMissing()) {
            known.add(table);
        }
        return known.contains(table);
    }

    /**
     * The table, with all that the rows need. A {@link org.apache.kafka.connect.errors.ConnectException} where that
     * takes what the sink may not do.
     */
    ReadyTable prepare(WantedTable wanted) {
        wanted.requireNamesFit();
        TableName table = wanted.name();
        TablePreparation found = lookUp(wanted);
        if (!found.isComplete() && dryRun) {
            found.statements().forEach(statement -> logOnce(table, statement));
            return session.get().runAtomically("look up types", null, connection -> outcome(connection, found));
        }
        TablePreparation ready = found.isComplete() ? found : carryOut(found);
        warn(ready);
        known.add(table);
        List<Set<String>> uniqueKeys = session.get()
                .run("look up keys of " + table, table, connection -> Catalog.uniqueKeys(connection, table));
        return table(ready, ready.existing().types(), uniqueKeys);
    }

    /** Tables may be gone. */
    void forget() {
        known.clear();
    }

    /** The table as it is. */
    ReadyTable found(TableName table) {
        ExistingTable existing =
                session.get().run("look up table " + table, table, connection -> Catalog.table(connection, table));
        List<Set<String>> uniqueKeys = session.get()
                .run("look up keys of " + table, table, connection -> Catalog.uniqueKeys(connection, table));
        return new ReadyTable(table, existing.types(), Map.of(), Map.of(), uniqueKeys);
    }

    private TablePreparation look(Connection connection, WantedTable wanted) throws SQLException {
        Extensions found = extensions;
        if (found == null) {
            found = Catalog.extensions(connection);
            extensions = found;
        }
        return TablePreparation.of(connection, wanted, rules, found);
    }

    private TablePreparation lookUp(WantedTable wanted) {
        return session.get()
                .run("look up table " + wanted.name(), wanted.name(), connection -> look(connection, wanted));
    }

    /** Returns what is to be done after that, which is nothing. */
    private TablePreparation carryOut(TablePreparation found) {
        WantedTable wanted = found.wanted();
        List<String> statements =
                session.get().runAtomically(found.action(), wanted.name(), connection -> apply(connection, wanted));
        statements.forEach(statement -> LOG.info("Changed table {}: {}", wanted.name(), statement));
        return lookUp(wanted);
    }

    /** What was still missing once no other task was at it. */
    private List<String> apply(Connection connection, WantedTable wanted) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_catalog.pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            lock.setString(1, "millrace table " + wanted.name());
            lock.execute();
        }
        TablePreparation preparation = look(connection, wanted);
        for (String sql : preparation.statements()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
        return preparation.statements();
    }

    private static ReadyTable table(TablePreparation found, Map<String, PgType> types, List<Set<String>> uniqueKeys) {
        return new ReadyTable(
                found.wanted().name(),
                types,
                found.evolution().columnOf(),
                found.evolution().refusals(),
                uniqueKeys);
    }

    private void warn(TablePreparation found) {
        TableName table = found.wanted().name();
        found.evolution().forgone().forEach(change -> {
            if (logged.add("forgone " + table + " " + change)) {
                LOG.warn(
                        "Column {}.{} is {}: values beyond it are refused, one by one. To take them all, run: {}",
                        table,
                        change.column(),
                        change.from(),
                        Ddl.alter(table, List.of(change)));
            }
        });
    }

    private void logOnce(TableName table, String statement) {
        if (logged.add(statement)) {
            announcements.accept("Would run for table " + table + ": " + statement);
        }
    }

    /** The types that the statements would lead to are had from a table of this session alone, which is dropped again. */
    private static ReadyTable outcome(Connection connection, TablePreparation found) throws SQLException {
        Map<String, PgType> types = new LinkedHashMap<>(found.existing().types());
        Map<String, String> changed = found.changedTypes();
        if (!changed.isEmpty()) {
            String columns = changed.entrySet().stream()
                    .map(column -> Sql.name(column.getKey()) + " " + column.getValue())
                    .collect(Collectors.joining(", "));
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TEMPORARY TABLE millrace_dry_run (" + columns + ") ON COMMIT DROP");
            }
            types.putAll(Catalog.table(connection, found.wanted().name(), DRY_TABLE, null)
                    .types());
        }
        List<Set<String>> uniqueKeys =
                new ArrayList<>(Catalog.uniqueKeys(connection, found.wanted().name()));
        if (found.existing().isMissing() && found.wanted().kind() == WantedTable.Kind.ROWS) {
            uniqueKeys.add(Set.copyOf(found.wanted().key()));
        }
        return table(found, types, uniqueKeys);
    }
}
