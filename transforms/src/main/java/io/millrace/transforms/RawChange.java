// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.changes.internal.event.Block;
import io.millrace.changes.internal.event.Dialect;
import io.millrace.changes.internal.event.Epochs;
import io.millrace.changes.internal.event.Member;
import io.millrace.changes.internal.event.Op;
import io.millrace.changes.internal.event.Phase;
import org.jspecify.annotations.Nullable;

/** Debezium's own change events. */
final class RawChange implements ChangeReader {
    private static final String[] DATABASES = {"keyspace", "database_id", "db"};
    private static final String[] TABLES = {"table", "collection"};

    private final @Nullable Dialect dialect;
    private final @Nullable Member op;
    private final @Nullable Member source;
    private final @Nullable Member snapshot;
    private final TableReader table;

    RawChange(Block envelope) {
        Block origin = envelope.block("source");
        this.dialect = Dialect.of(envelope, Epochs.NONE);
        this.op = envelope.member("op");
        this.source = envelope.member("source");
        this.snapshot = member(origin, "snapshot");
        this.table = new TableReader(member(origin, DATABASES), member(origin, "schema"), member(origin, TABLES));
    }

    /** The first of these that there is. */
    private static @Nullable Member member(@Nullable Block block, String... names) {
        for (String name : names) {
            if (block != null && block.has(name)) {
                return block.member(name);
            }
        }
        return null;
    }

    @Override
    public boolean isChange(Object value) {
        return op(value) != null;
    }

    @Override
    public @Nullable Op op(Object value) {
        if (dialect != null) {
            return dialect.op(value);
        }
        return op == null ? null : Op.of(op.read(value));
    }

    @Override
    public boolean isSnapshot(Object value) {
        if (op(value) == Op.READ) {
            return true;
        }
        Object origin = origin(value);
        return snapshot != null && origin != null && Phase.of(snapshot.read(origin)) != Phase.STREAM;
    }

    @Override
    public TableName table(Object value) {
        return table.read(origin(value));
    }

    private @Nullable Object origin(Object value) {
        return source == null ? null : source.read(value);
    }
}
