// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class CurrentTableTest {
    private final Lake lake = Lake.ofFiles();
    private final TableOptions options = lake.options();
    private long batches;

    private void merge(Dataset<Row> records, Deletes deletes) {
        merge(records, deletes, Truncates.FAIL);
    }

    private void merge(Dataset<Row> records, Deletes deletes, Truncates truncates) {
        Batch batch = new Batch("test", "query", batches++, new TreeMap<>());
        new CurrentTable(options, "orders", deletes, truncates).merge(ChangeRecords.of(records), batch);
    }

    private List<String> rows(String... columns) {
        return RowChanges.texts(lake.table("orders"), columns);
    }

    @Test
    void holdsTheLatestRowOfEachKey() {
        merge(
                RowChanges.from(0)
                        .change(1, "1", "a1", "b1")
                        .change(2, "2", "a2", "b2")
                        .records(),
                Deletes.REMOVE);
        merge(
                RowChanges.from(2)
                        .change(1, "4", null, "new", "a")
                        .change(2, "1", "late", "late")
                        .change(3, "3", "a3", "b3")
                        .records(),
                Deletes.REMOVE);

        assertThat(lake.table("orders").columns()).containsExactly("id", "a", "b", "_op", "_record_deleted", "_seq");
        assertThat(rows("concat_ws(',', id, a, b, _seq)")).containsExactly("1,a1,new,4", "2,a2,b2,2", "3,a3,b3,3");
    }

    @Test
    void removesDeletedRows() {
        merge(
                RowChanges.from(0)
                        .change(1, "1", "a", "b")
                        .change(2, "1", "a", "b")
                        .change(3, "9", "a", "b")
                        .records(),
                Deletes.REMOVE);
        merge(
                RowChanges.from(3)
                        .delete(1, "2")
                        .tombstone(1)
                        .tombstone(2)
                        .delete(3, "8")
                        .records(),
                Deletes.REMOVE);

        assertThat(rows("id")).containsExactly("3");
    }

    @Test
    void marksDeletedRowsSoThatNoOlderChangeBringsThemBack() {
        merge(
                RowChanges.from(0)
                        .change(1, "1", "a", "b")
                        .change(2, "1", "a", "b")
                        .records(),
                Deletes.MARK);
        merge(RowChanges.from(2).delete(1, "3").delete(3, "3").tombstone(2).records(), Deletes.MARK);
        merge(
                RowChanges.from(5)
                        .change(1, "2", "late", "b")
                        .change(3, "2", "late", "b")
                        .records(),
                Deletes.MARK);

        assertThat(rows("concat_ws(',', id, a, _seq, _record_deleted)"))
                .containsExactly("1,a,3,true", "2,a,1,true", "3,3,true");
    }

    @Test
    void takesABatchOnce() {
        Dataset<Row> records = RowChanges.from(0).change(1, null, "first", "b").records();
        merge(records, Deletes.REMOVE);
        batches--;
        merge(RowChanges.from(0).change(1, null, "again", "b").records(), Deletes.REMOVE);

        assertThat(rows("a")).containsExactly("first");
        assertThat(new IcebergTable(LocalSpark.session(), lake.name("orders"))
                        .table()
                        .currentSnapshot()
                        .summary())
                .containsAllEntriesOf(
                        Map.of("millrace.job", "test", "millrace.query-id", "query", "millrace.batch-id", "0"));
    }

    @Test
    void addsAndWidensColumns() {
        merge(RowChanges.from(0).change(1, "1", "a", "b").records(), Deletes.REMOVE);
        Dataset<Row> wider = RowChanges.from(1)
                .change(2, "1", "a", "b")
                .records()
                .withColumn(
                        "value",
                        expr("named_struct('id', value.id, 'a', value.a,"
                                + " 'extra', named_struct('n', 1), '_seq', value._seq)"));
        merge(wider, Deletes.REMOVE);
        merge(
                wider.withColumn("key", expr("named_struct('id', 3L)"))
                        .withColumn(
                                "value",
                                expr("named_struct('id', 3L, 'extra', named_struct('n', 2L, 'm', 'x'), '_seq', '1')")),
                Deletes.REMOVE);

        assertThat(rows("concat_ws(',', id, a, b, extra.n, extra.m)")).containsExactly("1,a,b", "2,a,1", "3,2,x");
    }

    @Test
    void refusesTruncatesUnlessToldWhatToDo() {
        merge(
                RowChanges.from(0)
                        .change(1, "1", "a", "b")
                        .change(2, "5", "a", "b")
                        .records(),
                Deletes.REMOVE);
        Dataset<Row> truncate = RowChanges.from(2)
                .change(3, "2", "a", "b")
                .truncate("3")
                .change(4, "4", "a", "b")
                .records();

        assertThatThrownBy(() -> merge(truncate, Deletes.REMOVE))
                .isInstanceOf(ConnectException.class)
                .hasMessage(
                        "Cannot merge a truncate: a change of all rows (expected changes of single rows) at orders-0@3."
                                + " Start the job with --truncates apply or ignore; nothing of the batch is in the table.");
        merge(truncate, Deletes.REMOVE, Truncates.APPLY);
        assertThat(rows("id")).containsExactly("2", "4");
    }

    @Test
    void takesBatchesOfNothingButTruncatesOrTombstones() {
        merge(
                RowChanges.from(0)
                        .change(1, "1", "a", "b")
                        .change(2, "1", "a", "b")
                        .records(),
                Deletes.REMOVE);

        merge(
                RowChanges.from(2)
                        .tombstone(1)
                        .records()
                        .withColumn("value", lit(null).cast(new StructType())),
                Deletes.REMOVE);
        assertThat(rows("id")).containsExactly("2");

        merge(
                RowChanges.from(3)
                        .truncate("2")
                        .records()
                        .withColumn("key", lit(null).cast(new StructType())),
                Deletes.REMOVE,
                Truncates.APPLY);
        assertThat(rows("id")).isEmpty();
    }

    @Test
    void setsRecordsWithoutKeyApart() {
        ChangeRecords records = ChangeRecords.of(
                RowChanges.from(7).withoutKey("1").change(1, "1", "a", "b").records());

        assertThat(records.changes().count()).isEqualTo(1);
        assertThat(RowChanges.texts(records.bad(), "error"))
                .containsExactly(
                        "Cannot merge a record: no key, or one that is no struct or has a null (expected the fields"
                                + " of the table's primary key) at orders-0@7. Give the source table a primary key, or the connector"
                                + " 'message.key.columns'.");
    }

    @Test
    void compactsAndExpires() {
        options.compactEvery = Duration.ofHours(1);
        options.expireAfter = Duration.ZERO;
        for (int i = 0; i < 3; i++) {
            merge(RowChanges.from(i).change(1, "" + i, "a" + i, "b").records(), Deletes.REMOVE);
        }
        IcebergTable table = new IcebergTable(LocalSpark.session(), lake.name("orders"));
        Maintenance maintenance = new Maintenance(options, InstantSource.system());
        assertThat(maintenance.isDue(table)).isTrue();
        maintenance.run(table);

        assertThat(maintenance.isDue(table)).isFalse();
        assertThat(rows("a")).containsExactly("a2");
        assertThat(table.table().snapshots()).hasSize(1);
    }

    /** Cut anywhere, and with ranges that come again, records end in the table that one batch of them all gives. */
    @Test
    void endsInOneTableHoweverRecordsAreCutIntoBatches() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RowChanges log = log(random, 60);

        List<Integer> cuts = new ArrayList<>(List.of(0, log.size()));
        random.ints(4, 1, log.size()).forEach(cuts::add);
        Collections.sort(cuts);
        for (int i = 1; i < cuts.size(); i++) {
            int from = Math.max(0, cuts.get(i - 1) - random.nextInt(15));
            merge(log.records(from, cuts.get(i)), Deletes.REMOVE);
        }

        Dataset<Row> whole = Changes.latest(log.records()).filter("NOT deleted");
        assertThat(rows("concat_ws(',', id, a, b, _seq)"))
                .as("seed " + seed)
                .isEqualTo(RowChanges.texts(whole, "concat_ws(',', key.id, row.a, row.b, row._seq)"));
    }

    private static RowChanges log(Random random, int size) {
        RowChanges log = RowChanges.from(0);
        for (int i = 0; i < size; i++) {
            String seq = "%04d".formatted(i);
            long id = random.nextInt(8);
            switch (random.nextInt(6)) {
                case 0 -> log.delete(id, seq).tombstone(id).change(id, seq + "x", "a" + i, "b" + i);
                case 1 -> log.delete(id, seq).tombstone(id);
                case 2 -> log.change(id, seq, "a" + i, null, "b");
                default -> log.change(id, seq, "a" + i, "b" + i);
            }
        }
        return log;
    }
}
