// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.TestServers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Current rows in Iceberg, of a topic on a real broker with a real registry. */
class CurrentStateIT {
    private static final int KILLS = Integer.getInteger("millrace.spark.kills", 3);

    private final OrdersTopic orders = new OrdersTopic(3);
    private int checkpoints;

    @AfterEach
    void close() {
        orders.close();
    }

    private String checkpoint() {
        return TestServers.newDirectory("checkpoint-" + orders.name() + "-" + checkpoints++)
                .toUri()
                .toString();
    }

    private int run(Lake lake, String checkpoint, String... more) {
        orders.topic().flush();
        List<String> arguments = new ArrayList<>(lake.arguments());
        arguments.addAll(orders.arguments(checkpoint, more));
        arguments.add("--once");
        return Job.run(new CurrentState(), arguments.toArray(String[]::new));
    }

    private void assertThatTableIsTheTopic(Lake lake) {
        Dataset<Row> table = lake.table("orders");
        String[] stored = Arrays.stream(table.columns())
                .map(name -> "coalesce(string(" + name + "), 'null')")
                .toArray(String[]::new);
        String[] whole = Arrays.stream(table.columns())
                .map(name -> "coalesce(string(row." + name + "), 'null')")
                .toArray(String[]::new);
        List<String> expected = RowChanges.texts(orders.latest().filter("NOT deleted"), whole);
        assertThat(expected).isNotEmpty();
        assertThat(RowChanges.texts(table, stored)).isEqualTo(expected);
    }

    @Test
    void followsATopicWhoseSchemaChangesWithoutARestart() {
        Lake lake = Lake.ofFiles();
        orders.random(new Random(1), 150);
        orders.bad();
        long kept = orders.insert();
        orders.topic().flush();
        orders.evolve();
        orders.updateWithoutNote(kept);
        orders.random(new Random(2), 150);
        String checkpoint = checkpoint();

        assertThat(run(lake, checkpoint, "--max-offsets-per-trigger", "100")).isZero();

        assertThatTableIsTheTopic(lake);
        assertThat(lake.table("orders").schema().apply("quantity").dataType().simpleString())
                .isEqualTo("bigint");
        assertThat(lake.table("orders").schema().apply("total").dataType().simpleString())
                .isEqualTo("decimal(14,2)");
        assertThat(lake.table("orders").schema().apply("channel").getComment().get())
                .isEqualTo("Where it was placed");
        assertThat(lake.table("quarantine").count()).isEqualTo(1);

        // The whole topic once more, in other batches: a checkpoint that was lost.
        assertThat(run(lake, checkpoint(), "--max-offsets-per-trigger", "170")).isZero();

        assertThatTableIsTheTopic(lake);
        assertThat(lake.table("quarantine").count()).isEqualTo(1);
    }

    @Test
    void marksDeletedRowsAndIgnoresOlderChangesThatComeLate() {
        Lake lake = Lake.ofPostgres();
        long deleted = orders.insert();
        long stays = orders.insert();
        orders.send(deleted, orders.row(deleted, "d", 30));
        orders.send(stays, orders.row(stays, "u", 40));
        String checkpoint = checkpoint();
        String[] marking = {"--deletes", "mark", "--partition", orders.name() + "=days(placed_at), bucket(4, id)"};
        assertThat(run(lake, checkpoint, marking)).isZero();

        orders.send(deleted, orders.row(deleted, "u", 20));
        orders.send(stays, orders.row(stays, "u", 20));
        assertThat(run(lake, checkpoint, marking)).isZero();

        assertThat(RowChanges.texts(lake.table("orders"), "id", "status", "_record_deleted"))
                .containsExactly(deleted + "s1true", stays + "s40false");
    }

    @Test
    void stopsBeforeAChangeThatNoColumnCanHoldAndGoesOnWhenItIsRepaired() {
        Lake lake = Lake.ofFiles();
        orders.insert();
        String checkpoint = checkpoint();
        assertThat(run(lake, checkpoint)).isZero();
        String table = lake.name("orders").sql();
        LocalSpark.session().sql("ALTER TABLE " + table + " DROP COLUMN note");
        LocalSpark.session().sql("ALTER TABLE " + table + " ADD COLUMN note INT");
        orders.insert();

        assertThat(run(lake, checkpoint)).isOne();
        assertThat(lake.table("orders").count()).isEqualTo(1);

        LocalSpark.session().sql("ALTER TABLE " + table + " RENAME COLUMN note TO old_note");
        assertThat(run(lake, checkpoint)).isZero();
        assertThat(RowChanges.texts(lake.table("orders"), "coalesce(note, 'null')"))
                .containsExactly("note 2", "null");
    }

    @Test
    void losesAndRepeatsNothingWhenItsDriverIsKilled() {
        Lake lake = Lake.ofPostgres();
        Random random = new Random(7);
        List<String> arguments = new ArrayList<>(lake.arguments());
        String checkpoint = checkpoint();
        arguments.addAll(orders.arguments(
                checkpoint, "--max-offsets-per-trigger", "60", "--trigger", "0s", "--compact-every", "5s"));
        try (JobProcess job = JobProcess.of(CurrentState.class, lake.conf(), arguments)) {
            new Kills(job, random).run(KILLS, kill -> {
                if (kill == KILLS / 2) {
                    orders.evolve();
                }
                orders.random(random, 400);
            });
        }

        assertThat(run(lake, checkpoint)).isZero();

        assertThatTableIsTheTopic(lake);
    }
}
