// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.changes.internal.event.Member;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a table's name from a block. Records of one schema are of one table, so the name read last is kept. */
final class TableReader {
    private final @Nullable Member db;
    private final @Nullable Member schema;
    private final @Nullable Member table;
    private volatile TableName last = TableName.UNKNOWN;

    TableReader(@Nullable Member db, @Nullable Member schema, @Nullable Member table) {
        this.db = db;
        this.schema = schema;
        this.table = table;
    }

    /** {@link TableName#UNKNOWN} where the block has no table. */
    TableName read(@Nullable Object block) {
        Object name = read(table, block);
        if (name == null) {
            return TableName.UNKNOWN;
        }
        Object database = read(db, block);
        Object namespace = read(schema, block);
        TableName known = last;
        if (name.equals(known.table())
                && Objects.equals(database, known.db())
                && Objects.equals(namespace, known.schema())) {
            return known;
        }
        TableName found = new TableName(database, namespace, name);
        last = found;
        return found;
    }

    private static @Nullable Object read(@Nullable Member member, @Nullable Object block) {
        return member == null || block == null ? null : member.read(block);
    }
}
