// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.Column.Kind;
import io.millrace.testkit.servers.ClickHouseServer;
import io.millrace.testkit.servers.NeedsClickHouse;
import io.millrace.testkit.servers.TestServers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a check reads of ClickHouse is in the same words as what it reads of other databases. */
@NeedsClickHouse
class ClickHouseTargetIT {
    private static final List<Column> COLUMNS = List.of(
            new Column("id", Kind.INTEGER),
            new Column("price", Kind.DECIMAL),
            new Column("note", Kind.TEXT),
            new Column("signature", Kind.BYTES),
            new Column("birthday", Kind.DATE),
            new Column("placed_at", Kind.INSTANT));

    @Test
    void readsTheLatestOfEachKeyInCanonicalText() {
        try (ClickHouseServer server = ClickHouseServer.find(TestServers.newDirectory("read-clickhouse"))
                .orElseThrow()) {
            server.query("CREATE TABLE prices (id Int64, price Nullable(Decimal(12, 4)), note Nullable(String),"
                    + " signature String, birthday Date32, placed_at DateTime64(3, 'Asia/Tokyo'), version UInt64,"
                    + " deleted UInt8) ENGINE = ReplacingMergeTree(version, deleted) ORDER BY id");
            server.query("INSERT INTO prices VALUES (1, 1, 'before', '', '2000-01-01', 0, 1, 0)");
            server.query("INSERT INTO prices VALUES (1, 1.5, 'é \"x\"', 'ab', '1950-01-02', 1, 2, 0)");
            server.query("INSERT INTO prices VALUES (2, NULL, NULL, '', '2000-01-01', 0, 1, 0),"
                    + " (3, 1, 'gone', '', '2000-01-01', 0, 2, 1)");
            ClickHouseTarget target = new ClickHouseTarget(server);

            Rows found = target.rows("prices", COLUMNS, 1);

            assertThat(found.rows()).extracting(Rows.Row::key).containsExactlyInAnyOrder("1", "2");
            assertThat(valuesOf("1", found))
                    .containsExactly("1", "1.5000", "é \"x\"", "6162", "1950-01-02", "1970-01-01 00:00:00.001000");
            assertThat(valuesOf("2", found).subList(1, 3)).containsOnlyNulls();
            assertThat(target.rows("not_there", COLUMNS, 1).rows()).isEmpty();
        }
    }

    private static List<String> valuesOf(String key, Rows rows) {
        return rows.rows().stream()
                .filter(row -> row.key().equals(key))
                .findFirst()
                .orElseThrow()
                .values();
    }
}
