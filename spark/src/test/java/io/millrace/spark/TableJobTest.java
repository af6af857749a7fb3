// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command lines of the jobs that keep Iceberg tables: what they explain, and what they refuse before anything is started. */
class TableJobTest {
    private static final List<String> COMMON = List.of(
            "--bootstrap-servers=localhost:1",
            "--registry=http://localhost:1",
            "--checkpoint=target/none",
            "--catalog=lake",
            "--namespace=shop");
    private static final List<String> POSTGRES = List.of(
            "--postgres-url=jdbc:postgresql://localhost:1/none", "--postgres-user=none", "--postgres-password=none");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Job job, List<String> more, String... arguments) {
        List<String> all = new ArrayList<>(COMMON);
        all.addAll(more);
        all.addAll(Arrays.asList(arguments));
        CommandLine command = Job.commandLine(job);
        return command.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    @Test
    void explainTheirOptions() {
        assertThat(run(new CurrentState(), List.of(), "--help")).isZero();
        assertThat(run(new History(), List.of(), "--help")).isZero();
        assertThat(run(new OrderMetrics(), List.of(), "--help")).isZero();

        assertThat(out.toString())
                .contains("Usage: CurrentState [-hV]", "--deletes=", "--truncates=", "--compact-every=TIME")
                .contains("Usage: History [-hV]", "--expire-snapshots-after=TIME")
                .contains("Usage: OrderMetrics [-hV]", "--attribution=TIME", "--metrics-table=NAME");
    }

    @Test
    void refuseTwoTopicsInOneTable() {
        assertThat(run(new CurrentState(), List.of(), "--topics=a.orders,b.orders"))
                .isEqualTo(2);

        assertThat(err.toString())
                .startsWith("Cannot write b.orders: its table, lake.shop.orders, is that of a.orders."
                        + " Choose another by --table b.orders=NAME.");
    }

    @Test
    void takeTwoTopicsWithTablesOfTheirOwn() {
        CurrentState job = new CurrentState();
        Job.commandLine(job)
                .parseArgs(Arrays.asList(
                                "--bootstrap-servers=localhost:1",
                                "--registry=http://localhost:1",
                                "--checkpoint=target/none",
                                "--catalog=lake",
                                "--namespace=shop",
                                "--topics=a.orders,b.orders",
                                "--table=b.orders=b_orders")
                        .toArray(String[]::new));

        assertThat(job.problems()).isEmpty();
    }

    @Test
    void refuseOrderMetricsWithoutItsTopics() {
        assertThat(run(new OrderMetrics(), POSTGRES, "--topics=devices", "--orders=orders", "--customers=customers"))
                .isEqualTo(2);

        assertThat(err.toString())
                .startsWith("Cannot compute order metrics: topics [devices] (expected orders and customers among them)."
                        + " Correct --topics, --orders or --customers.");
    }
}
