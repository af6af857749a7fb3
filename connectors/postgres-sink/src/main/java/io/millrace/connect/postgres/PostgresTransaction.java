// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.Advance;
import io.millrace.connect.sink.CompactedRows;
import io.millrace.connect.sink.RowBatch;
import io.millrace.connect.sink.StoreTransaction;
import io.millrace.connect.sink.WriteMode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/** The transaction of a flush: offsets first, then each table's runs through COPY and one statement. */
final class PostgresTransaction implements StoreTransaction {
    private static final byte[] HEADER =
            "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1); // signature, flags, extension
    private static final byte[] TRAILER = {-1, -1};

    private final Session session;
    private final OffsetsTable offsets;
    private final WriteMode mode;
    private final Set<Layout> created = new HashSet<>();
    private final Set<Layout> createdSinceMark = new HashSet<>();
    private final Set<Layout> filled = new HashSet<>();
    private @Nullable Savepoint mark;
    private boolean open = true;

    PostgresTransaction(Session session, OffsetsTable offsets, WriteMode mode) {
        this.session = session;
        this.offsets = offsets;
        this.mode = mode;
        session.perform("begin a transaction", null, connection -> session.begin());
    }

    @Override
    public boolean advance(List<Advance> advances) {
        return session.run("move offsets", offsets.table(), connection -> offsets.advance(connection, advances));
    }

    @Override
    public void write(RowBatch batch) {
        ((PostgresBatch) batch)
                .runs()
                .forEach((table, runs) -> session.perform("write to table " + table, table, connection -> {
                    for (PostgresBatch.Run run : runs) {
                        write(run);
                    }
                }));
    }

    private void write(PostgresBatch.Run run) throws SQLException {
        CompactedRows rows = run.rows();
        Layout deleted = run.deleted();
        if (deleted != null && rows.deleted() > 0) {
            String stage = stage(deleted);
            copy(deleted.copyInto(stage), rows::forEachDeleted);
            session.execute(deleted.deleteUsing(stage));
        }
        Layout written = run.written();
        if (written == null || rows.written() == 0) {
            return;
        }
        if (mode == WriteMode.INSERT && !written.hasCasts()) {
            copy(written.copyIntoTable(), rows::forEachWritten);
        } else {
            String stage = stage(written);
            copy(written.copyInto(stage), rows::forEachWritten);
            session.execute(mode == WriteMode.INSERT ? written.insertFrom(stage) : written.upsertFrom(stage));
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

    private interface Rows {
        void forEach(CompactedRows.Range<SQLException> range) throws SQLException;
    }

    private void copy(String sql, Rows rows) throws SQLException {
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
