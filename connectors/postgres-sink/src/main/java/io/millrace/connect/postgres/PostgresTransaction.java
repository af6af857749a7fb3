// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.Advance;
import io.millrace.connect.sink.CompactedRows;
import io.millrace.connect.sink.ConflictMode;
import io.millrace.connect.sink.Effect;
import io.millrace.connect.sink.RowBatch;
import io.millrace.connect.sink.StoreTransaction;
import io.millrace.connect.sink.TableBatch;
import io.millrace.connect.sink.TableChangedException;
import io.millrace.connect.sink.TablePart;
import io.millrace.connect.sink.TableRows;
import io.millrace.connect.sink.TableRows.Run;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.PSQLState;

/** The transaction of a flush: offsets first, then each table's runs through COPY and what merges them. */
final class PostgresTransaction implements StoreTransaction {
    private static final byte[] HEADER =
            "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1); // signature, flags, extension
    private static final byte[] TRAILER = {-1, -1};

    private final Session session;
    private final OffsetsTable offsets;
    private final DirectCopy direct;
    private final Set<Layout> created = new HashSet<>();
    private final Set<Layout> createdSinceMark = new HashSet<>();
    private final Set<Layout> filled = new HashSet<>();
    private final Set<Layout> checked = new HashSet<>();
    private @Nullable Savepoint mark;
    private long stale;
    private boolean open = true;

    PostgresTransaction(Session session, OffsetsTable offsets, DirectCopy direct) {
        this.session = session;
        this.offsets = offsets;
        this.direct = direct;
        session.perform("begin a transaction", null, connection -> session.begin());
    }

    @Override
    public boolean advance(List<Advance> advances) {
        return session.run("move offsets", offsets.table(), connection -> offsets.advance(connection, advances));
    }

    @Override
    public void write(RowBatch batch) {
        parts(batch)
                .forEach((part, rows) -> session.perform("write to table " + part.table(), part.table(), connection -> {
                    for (Run<Layout> run : rows.runs()) {
                        if (!run.rows().isEmpty()) {
                            write(run.layout(), run.rows());
                        }
                    }
                }));
    }

    @SuppressWarnings("unchecked") // the store makes no others
    private static Map<TablePart, TableRows<Layout>> parts(RowBatch batch) {
        return ((TableBatch<Layout>) batch).parts();
    }

    private void write(Layout layout, CompactedRows rows) throws SQLException {
        boolean isPlain = direct.isPossible(layout) && layout.rules().conflict() == ConflictMode.UPDATE;
        if (layout.effect() == Effect.APPEND && isPlain) {
            copyIntoTable(layout, rows);
            return;
        }
        if (layout.effect() == Effect.REPLACE && direct.isDue(layout) && copyDirectly(layout, rows)) {
            return;
        }
        String stage = "";
        if (!layout.columns().isEmpty()) {
            stage = stage(layout);
            copy(layout.copyInto(stage), rows);
        }
        for (String statement : session.statements(layout, stage)) {
            int touched = session.update(statement);
            if (Merge.countsStale(layout)) {
                stale += rows.size() - touched;
            }
        }
        if (layout.effect() == Effect.REMOVE && layout.rules().memory() != null) {
            session.forgetOldDeletes(layout.rules());
        }
    }

    /** False, and nothing written, if the table has one of the keys. */
    private boolean copyDirectly(Layout layout, CompactedRows rows) throws SQLException {
        Savepoint before = session.savepoint();
        try {
            copyIntoTable(layout, rows);
            direct.succeeded(layout);
            return true;
        } catch (SQLException e) {
            if (!PSQLState.UNIQUE_VIOLATION.getState().equals(e.getSQLState())) {
                throw e;
            }
            session.rollback(before);
            direct.conflicted(layout);
            return false;
        }
    }

    private void copyIntoTable(Layout layout, CompactedRows rows) throws SQLException {
        copy(layout.copyInto(Sql.name(layout.table())), rows);
        if (checked.add(layout)) {
            requireFormats(layout);
        }
    }

    /** After COPY, whose lock keeps types as they are. Another type of the same length would take the bytes in silence. */
    private void requireFormats(Layout layout) {
        List<String> types = layout.types().stream().map(WrittenType::display).toList();
        if (!session.run(
                "look up types", layout.table(), c -> Catalog.hasFormats(c, layout.table(), layout.columns(), types))) {
            throw new TableChangedException("Cannot write to table " + layout.table()
                    + ": a column was given another type while the task ran. Restart the task.");
        }
    }

    /** An empty staging table for the layout. */
    private String stage(Layout layout) throws SQLException {
        String stage = session.stages().get(layout);
        if (stage == null) {
            stage = session.nextStage();
            session.execute(layout.createStage(stage));
            session.stages().put(layout, stage);
            created.add(layout);
            createdSinceMark.add(layout);
        } else if (filled.contains(layout)) {
            session.execute("TRUNCATE " + stage);
        }
        filled.add(layout);
        return stage;
    }

    private void copy(String sql, CompactedRows rows) throws SQLException {
        CopyIn copy = session.copyManager().copyIn(sql);
        try {
            copy.writeToCopy(HEADER, 0, HEADER.length);
            rows.forEach(copy::writeToCopy);
            copy.writeToCopy(TRAILER, 0, TRAILER.length);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    @Override
    public long stale() {
        return stale;
    }

    @Override
    public void mark() {
        mark = session.run("set a savepoint", null, Connection::setSavepoint);
        createdSinceMark.clear();
    }

    @Override
    public void undo() {
        Savepoint to = mark;
        if (to != null) {
            session.perform("return to a savepoint", null, connection -> connection.rollback(to));
        }
        forget(createdSinceMark);
        checked.clear();
    }

    @Override
    public void commit() {
        session.perform("commit", null, Connection::commit);
        open = false;
        created.clear();
        session.end();
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            if (session.isOpen()) {
                session.rollback();
            }
            forget(created);
            session.end();
        }
    }

    /** Staging tables made in what was rolled back are gone with it. */
    private void forget(Set<Layout> gone) {
        gone.forEach(session.stages()::remove);
        filled.removeAll(gone);
        created.removeAll(Set.copyOf(gone));
        createdSinceMark.clear();
    }
}
