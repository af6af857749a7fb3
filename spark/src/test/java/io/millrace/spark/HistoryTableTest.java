// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class HistoryTableTest {
    private final Lake lake = Lake.ofFiles();
    private final SparkSession session = LocalSpark.session();
    private final IcebergTable table = new IcebergTable(session, lake.name("orders"));
    private final RowChanges log = RowChanges.from(0)
            .change(1, "1", "a1", "b1")
            .delete(1, "2")
            .tombstone(1)
            .change(2, "3", "a2", "b2")
            .change(2, "4", "a3", "b3");
    private long batches;

    private void append(int from, int to) {
        Batch batch = new Batch(
                "history", "query", batches++, new TreeMap<>(Map.of("orders", new TreeMap<>(Map.of(0, (long) to)))));
        new HistoryTable(lake.options(), "orders").append(log.records(from, to), batch);
    }

    private List<String> rows() {
        return RowChanges.texts(lake.table("orders"), "concat_ws(',', _offset, id, a, _op)");
    }

    @Test
    void hasEachRecordWithItsPlaceAndTombstonesToo() {
        append(0, 5);

        assertThat(lake.table("orders").columns())
                .containsExactly(
                        "_topic",
                        "_record_partition",
                        "_offset",
                        "_timestamp",
                        "id",
                        "a",
                        "b",
                        "_record_deleted",
                        "_seq",
                        "_unavailable",
                        "_op");
        assertThat(rows()).containsExactly("0,1,a1,u", "1,1,d", "2,1,tombstone", "3,2,a2,u", "4,2,a3,u");
    }

    @Test
    void leavesOutWhatItHas() {
        append(0, 3);
        append(0, 3);
        append(1, 4);
        append(0, 5);

        assertThat(rows()).hasSize(5);
    }

    @Test
    void knowsHowFarItIsThroughCommitsOfOthersAndExpiredSnapshots() {
        append(0, 2);
        session.sql(
                "INSERT INTO " + table.sql() + " (_topic, _record_partition, _offset, id) VALUES ('other', 0, 9, 9)");
        append(0, 3);
        session.sql("DELETE FROM " + table.sql() + " WHERE _topic = 'other'");
        session.sql("CALL lake_files.system.expire_snapshots(table => '"
                + table.sql().replace("`", "") + "', older_than => TIMESTAMP '2100-01-01', retain_last => 1)");
        append(0, 4);

        assertThat(rows()).containsExactly("0,1,a1,u", "1,1,d", "2,1,tombstone", "3,2,a2,u");
    }

    @Test
    void knowsHowFarItIsWhenRowsAndSnapshotsAreGone() {
        append(0, 3);
        session.sql("DELETE FROM " + table.sql());
        new AppendedOffsets(table, "orders").keep();
        TableOptions options = lake.options();
        options.expireAfter = Duration.ZERO;
        new Maintenance(options, InstantSource.system()).run(table);
        assertThat(table.latest(snapshot -> snapshot.summary().containsKey("millrace.offsets.orders")))
                .isEmpty();

        append(0, 5);

        assertThat(rows()).containsExactly("3,2,a2,u", "4,2,a3,u");
    }
}
