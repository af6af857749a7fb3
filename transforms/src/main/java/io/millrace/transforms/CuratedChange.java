// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.changes.internal.event.Block;
import io.millrace.changes.internal.event.Member;
import io.millrace.changes.internal.event.Op;
import io.millrace.changes.internal.event.Phase;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Rows that carry what happened to them in metadata columns, with whatever prefix. */
final class CuratedChange implements ChangeReader {
    private final @Nullable Member nest;
    private final @Nullable Member op;
    private final @Nullable Member deleted;
    private final @Nullable Member phase;
    private final TableReader table;

    /**
     * @param row what holds the columns
     * @param nest where in the record that is; null where it is the record
     */
    CuratedChange(Block row, String prefix, @Nullable Member nest) {
        this.nest = nest;
        this.op = member(row, prefix + "op");
        this.deleted = member(row, prefix + "deleted");
        this.phase = member(row, prefix + "phase");
        this.table = new TableReader(
                member(row, prefix + "db"), member(row, prefix + "schema"), member(row, prefix + "table"));
    }

    private static @Nullable Member member(Block row, String name) {
        return row.has(name) ? row.member(name) : null;
    }

    @Override
    public boolean isChange(Object value) {
        return read(op, value) != null || read(deleted, value) != null;
    }

    @Override
    public @Nullable Op op(Object value) {
        Op known = Op.of(read(op, value));
        return known == null && isTrue(read(deleted, value)) ? Op.DELETE : known;
    }

    /** Debezium's own transform writes the flag as text. */
    private static boolean isTrue(@Nullable Object flag) {
        return Boolean.TRUE.equals(flag) || "true".equals(flag);
    }

    @Override
    public boolean isSnapshot(Object value) {
        Object known = read(phase, value);
        return known == null ? op(value) == Op.READ : !Phase.STREAM.text().equals(known);
    }

    @Override
    public TableName table(Object value) {
        return table.read(columns(value));
    }

    private @Nullable Object read(@Nullable Member member, Object value) {
        Object columns = columns(value);
        return member == null || columns == null ? null : member.read(columns);
    }

    /** What holds the columns; null where, without schemas, something else is in its place. */
    private @Nullable Object columns(Object value) {
        Object columns = nest == null ? value : nest.read(value);
        return columns instanceof Struct || columns instanceof Map ? columns : null;
    }
}
