// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One statement that inserts, updates or deletes exactly one row. */
record ShopChange(ShopTable table, Kind kind, String sql, List<@Nullable Object> values) {
    enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }

    ShopChange {
        values = Collections.unmodifiableList(values);
    }

    static ShopChange insert(ShopTable table, @Nullable Object... row) {
        return new ShopChange(table, Kind.INSERT, table.insert(), Arrays.asList(row));
    }

    static ShopChange delete(ShopTable table, Object... key) {
        return new ShopChange(table, Kind.DELETE, table.delete(), Arrays.asList(key));
    }

    /** {@code sql} is one of {@link ShopTable#update}'s. */
    static ShopChange update(ShopTable table, String sql, @Nullable Object... values) {
        return new ShopChange(table, Kind.UPDATE, sql, Arrays.asList(values));
    }
}
