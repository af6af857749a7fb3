// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.changes.internal.event.Block;
import io.millrace.changes.internal.event.Dialect;
import io.millrace.changes.internal.event.Op;
import io.millrace.changes.internal.normalize.MetadataOptions.Named;
import io.millrace.records.Structs;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The metadata columns of one kind of row: where they go, and what fills them. The four usual ones are filled directly. */
final class Metadata {
    private static final int ABSENT = -1;

    private final Dialect dialect;
    private final @Nullable Schema nested;
    private final int nestedAt;
    private final int op;
    private final int deleted;
    private final int seq;
    private final int sourceTs;
    private final MetadataReader[] more;
    private final int[] moreAt;

    /** {@code row} is the schema of what holds the columns, or holds the struct that holds them. */
    Metadata(Schema row, MetadataOptions options, Block envelope, Dialect dialect) {
        Field nest = options.nest().isEmpty() ? null : row.field(options.nest());
        Schema columns = nest == null ? row : nest.schema();
        this.dialect = dialect;
        this.nested = nest == null ? null : nest.schema();
        this.nestedAt = nest == null ? ABSENT : nest.index();
        this.op = first(MetadataColumn.OP, options, columns);
        this.deleted = first(MetadataColumn.DELETED, options, columns);
        this.seq = first(MetadataColumn.SEQ, options, columns);
        this.sourceTs = first(MetadataColumn.SOURCE_TS, options, columns);
        List<MetadataReader> readers = new ArrayList<>();
        List<Integer> slots = new ArrayList<>();
        for (Named named : options.columns()) {
            int slot = columns.field(named.name()).index();
            MetadataReader reader = MetadataReader.of(named.column(), envelope, dialect);
            if (reader != null && slot != op && slot != deleted && slot != seq && slot != sourceTs) {
                readers.add(reader);
                slots.add(slot);
            }
        }
        this.more = readers.toArray(MetadataReader[]::new);
        this.moreAt = slots.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int first(MetadataColumn column, MetadataOptions options, Schema columns) {
        return options.columns().stream()
                .filter(named -> named.column() == column)
                .mapToInt(named -> columns.field(named.name()).index())
                .findFirst()
                .orElse(ABSENT);
    }

    /** Whether there are no columns but the usual four, in the row itself: no {@link Change} is needed to fill those. */
    boolean isUsual() {
        return more.length == 0 && nested == null;
    }

    /** Fills the usual columns of the row whose values {@code slots} are. */
    void writeUsual(@Nullable Object[] slots, Op done, String code, String sequence, Object source) {
        if (op != ABSENT) {
            slots[op] = code;
        }
        if (deleted != ABSENT) {
            slots[deleted] = done == Op.DELETE;
        }
        if (seq != ABSENT) {
            slots[seq] = sequence;
        }
        if (sourceTs != ABSENT) {
            slots[sourceTs] = MetadataReader.date(dialect.committedMs(source));
        }
    }

    /** Fills all columns of the row whose values {@code slots} are. */
    void write(Change change, @Nullable Object[] slots) {
        Schema inner = nested;
        if (inner == null) {
            fill(change, slots);
            return;
        }
        Struct struct = new Struct(inner);
        @Nullable Object[] innerSlots = Structs.open(struct);
        fill(change, innerSlots);
        Structs.close(struct, innerSlots);
        slots[nestedAt] = struct;
    }

    private void fill(Change change, @Nullable Object[] slots) {
        writeUsual(slots, change.op(), change.code(), change.sequence(), change.source());
        for (int i = 0; i < more.length; i++) {
            slots[moreAt[i]] = more[i].read(change);
        }
    }
}
