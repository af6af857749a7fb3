// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.TestServers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The history in Iceberg of a topic on a real broker with a real registry. */
class HistoryIT {
    private static final int KILLS = Integer.getInteger("millrace.spark.kills", 3);

    private final OrdersTopic orders = new OrdersTopic(3);

    @AfterEach
    void close() {
        orders.close();
    }

    private static String checkpoint() {
        return TestServers.newDirectory("checkpoint-" + System.nanoTime())
                .toUri()
                .toString();
    }

    @Test
    void hasEachRecordOnceWhateverIsKilledAndWhateverComesAgain() {
        Lake lake = Lake.ofPostgres();
        String checkpoint = checkpoint();
        Random random = new Random(11);
        List<String> arguments = new ArrayList<>(lake.arguments());
        arguments.addAll(orders.arguments(
                checkpoint, "--max-offsets-per-trigger", "80", "--trigger", "0s", "--expire-snapshots-after", "1s"));
        try (JobProcess job = JobProcess.of(History.class, lake.conf(), arguments)) {
            new Kills(job, random).run(KILLS, kill -> {
                if (kill == KILLS / 2) {
                    orders.bad();
                    orders.evolve();
                }
                orders.random(random, 400);
            });
        }

        assertThat(run(lake, checkpoint)).isZero();
        assertThatEachRecordIsThereOnce(lake);

        // The whole topic once more, in other batches: a checkpoint that was lost.
        orders.random(random, 30);
        assertThat(run(lake, checkpoint(), "--max-offsets-per-trigger", "1000")).isZero();
        assertThatEachRecordIsThereOnce(lake);
    }

    private int run(Lake lake, String checkpoint, String... more) {
        List<String> arguments = new ArrayList<>(lake.arguments());
        arguments.addAll(orders.arguments(checkpoint, more));
        arguments.add("--once");
        return Job.run(new History(), arguments.toArray(String[]::new));
    }

    private void assertThatEachRecordIsThereOnce(Lake lake) {
        String place = "concat_ws('@', _record_partition, _offset, id, status, total, channel, _op, _seq)";
        assertThat(RowChanges.texts(lake.table("orders"), place))
                .isEqualTo(RowChanges.texts(HistoryRows.of(orders.asWritten()), place));
        assertThat(lake.table("quarantine").count()).isEqualTo(1);
    }
}
