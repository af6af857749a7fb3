// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.connectors.Run;
import io.millrace.cli.rest.FakeWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How offsets are shown and changed, step by step. */
class OffsetsCommandTest {
    private static final String NAME = "orders-sink";
    private static final String OFFSETS = "/connectors/orders-sink/offsets";
    private static final String BEFORE = offsets(1841, 7);
    private static final String AFTER = offsets(1800, 7);
    private static final String DONE =
            "{\"message\":\"The offsets for this connector have been altered successfully\"}";
    private static final String TABLE = """
            TOPIC-PARTITION  BEFORE  AFTER  EFFECT
            orders-0           1841   1800  reads 41 again
            """;

    private final FakeWorker worker = new FakeWorker();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        worker.close();
    }

    private static String offsets(long first, long second) {
        return "{\"offsets\":[" + offset(0, first) + "," + offset(1, second) + "]}";
    }

    private static String offset(int partition, long offset) {
        return "{\"partition\":{\"kafka_topic\":\"orders\",\"kafka_partition\":" + partition
                + "},\"offset\":{\"kafka_offset\":" + offset + "}}";
    }

    private void hasSink(String... states) {
        for (String state : states) {
            String tasks = state.equals("STOPPED") ? "" : "{\"id\":0,\"state\":\"" + state + "\"}";
            worker.has(
                    NAME,
                    "{\"topics\":\"orders\"}",
                    "{\"name\":\"orders-sink\",\"type\":\"sink\",\"connector\":{\"state\":\"" + state
                            + "\",\"worker_id\":\"w:8083\"},\"tasks\":[" + tasks + "]}");
        }
    }

    private void hasSource(String offsets) {
        worker.has(
                "shop",
                "{}",
                "{\"name\":\"shop\",\"type\":\"source\",\"connector\":{\"state\":\"STOPPED\"},\"tasks\":[]}");
        worker.on("GET /connectors/shop/offsets", offsets);
    }

    private Run run(String... args) {
        return Run.of(Map.of("CONNECT_URL", worker.url()), args);
    }

    @Test
    void showsASinksOffsets() {
        hasSink("RUNNING");
        worker.on("GET " + OFFSETS, BEFORE);

        Run run = run("offsets", "show", NAME);

        assertThat(run).isEqualTo(new Run(0, """
                        TOPIC-PARTITION  OFFSET
                        orders-0           1841
                        orders-1              7
                        """, ""));
    }

    @Test
    void showsASourcesOffsetsWithTheirAge() {
        hasSource("{\"offsets\":[{\"partition\":{\"server\":\"shop\"},\"offset\":{\"lsn\":5,\"ts_sec\":"
                + Run.NOW.minusSeconds(7_500).getEpochSecond() + "}}]}");

        assertThat(run("offsets", "show", "shop").out())
                .isEqualTo("{\"server\":\"shop\"}\n  {\"lsn\":5,\"ts_sec\":"
                        + Run.NOW.minusSeconds(7_500).getEpochSecond() + "}  2 h ago\n");
    }

    @Test
    void tellsThatThereAreNone() {
        hasSource("{\"offsets\":[]}");

        assertThat(run("offsets", "show", "shop")).isEqualTo(new Run(0, "", "Connect has no offsets of shop.\n"));
    }

    @Test
    void altersAStoppedConnectorAndReadsBack() {
        hasSink("STOPPED");
        worker.on("GET " + OFFSETS, BEFORE).on("GET " + OFFSETS, BEFORE).on("GET " + OFFSETS, AFTER);
        worker.on("PATCH " + OFFSETS, DONE);

        Run run = run("offsets", "alter", NAME, "-p", "orders-0=1800", "--yes");

        assertThat(run).isEqualTo(new Run(0, TABLE + "Done: Connect has the new offsets of orders-sink.\n", ""));
        assertThat(worker.changes()).containsExactly("PATCH " + OFFSETS + " {\"offsets\":[" + offset(0, 1800) + "]}");
    }

    @Test
    void changesNothingWithoutAYes() {
        hasSink("STOPPED");
        worker.on("GET " + OFFSETS, BEFORE);

        Run run = run("offsets", "alter", NAME, "-p", "orders-0=1800");

        assertThat(run).isEqualTo(new Run(2, TABLE, "Nothing was changed. Say --yes to do it without being asked.\n"));
        assertThat(worker.changes()).isEmpty();
    }

    @Test
    void asksAPerson() {
        hasSink("STOPPED");
        worker.on("GET " + OFFSETS, BEFORE).on("PATCH " + OFFSETS, DONE);
        Map<String, String> environment = Map.of("CONNECT_URL", worker.url());

        for (String no : new String[] {"n\n", "\n", "", "yess\n"}) {
            Run run = Run.onTerminal(environment, no, "offsets", "alter", NAME, "-p", "orders-0=1800");
            assertThat(run.err()).isEqualTo("Alter the offsets of orders-sink? [y/N] Nothing was changed.\n");
            assertThat(run.status()).isEqualTo(1);
        }
        assertThat(worker.changes()).isEmpty();
        Run.onTerminal(environment, " Y \n", "offsets", "alter", NAME, "-p", "orders-0=1800");
        assertThat(worker.changes()).hasSize(1);
    }

    @Test
    void onlyShowsInADryRunThoughTheConnectorRuns() {
        hasSink("RUNNING");
        worker.on("GET " + OFFSETS, BEFORE);

        Run run = run("offsets", "alter", NAME, "-p", "orders-0=1800", "--dry-run");

        assertThat(run).isEqualTo(new Run(0, TABLE, "Nothing was changed: --dry-run.\n"));
        assertThat(worker.changes()).isEmpty();
    }

    @Test
    void refusesWhileTheConnectorRuns() {
        hasSink("RUNNING");
        worker.on("GET " + OFFSETS, BEFORE);

        Run run = run("offsets", "reset", NAME, "--yes");

        assertThat(run.err())
                .isEqualTo(
                        "The connector orders-sink is RUNNING; its offsets can be changed only while it is STOPPED. Stop "
                                + "it, or have it stopped meanwhile: --stop.\n");
        assertThat(run.status()).isEqualTo(3);
        assertThat(worker.changes()).isEmpty();
    }

    @Test
    void stopsAndGoesOnAsBefore() {
        hasSink("PAUSED", "STOPPED", "STOPPED", "PAUSED");
        worker.on("GET " + OFFSETS, BEFORE).on("GET " + OFFSETS, BEFORE).on("GET " + OFFSETS, "{\"offsets\":[]}");
        worker.on("PUT /connectors/orders-sink/stop", 204, "").on("PUT /connectors/orders-sink/pause", 202, "");
        worker.on(
                "DELETE " + OFFSETS,
                "{\"message\":\"The Connect framework-managed offsets for this connector have been reset "
                        + "successfully. However, if this connector manages offsets externally, they will need to be manually reset.\"}");

        Run run = run("offsets", "reset", NAME, "--yes", "--stop");

        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("Connect says: The Connect framework-managed offsets");
        assertThat(worker.changes())
                .containsExactly(
                        "PUT /connectors/orders-sink/stop", "DELETE " + OFFSETS, "PUT /connectors/orders-sink/pause");
    }

    @Test
    void showsAgainWhatChangesIfTheConnectorWentOnUntilItStopped() {
        hasSink("RUNNING", "STOPPED", "STOPPED", "RUNNING");
        worker.on("GET " + OFFSETS, BEFORE)
                .on("GET " + OFFSETS, offsets(1850, 7))
                .on("GET " + OFFSETS, AFTER);
        worker.on("PUT /connectors/orders-sink/stop", 204, "").on("PUT /connectors/orders-sink/resume", 202, "");
        worker.on("PATCH " + OFFSETS, DONE);

        Run run = run("offsets", "alter", NAME, "-p", "orders-0=1800", "--yes", "--stop");

        assertThat(run.out())
                .isEqualTo(TABLE + TABLE.replace("1841", "1850").replace("41 again", "50 again")
                        + "Done: Connect has the new offsets of orders-sink.\n");
        assertThat(run.err())
                .startsWith("Stopping orders-sink. If this is interrupted: millrace connectors resume orders-sink.\n")
                .contains("It has gone on since; what changes now:\n");
        assertThat(run.status()).isZero();
    }

    @Test
    void tellsThatTheConnectorFailsAfterwards() {
        hasSink("RUNNING", "STOPPED", "STOPPED", "FAILED");
        worker.on("GET " + OFFSETS, BEFORE).on("GET " + OFFSETS, BEFORE).on("GET " + OFFSETS, AFTER);
        worker.on("PUT /connectors/orders-sink/stop", 204, "").on("PUT /connectors/orders-sink/resume", 202, "");
        worker.on("PATCH " + OFFSETS, DONE);

        Run run = run("offsets", "alter", NAME, "-p", "orders-0=1800", "--yes", "--stop");

        assertThat(run.err())
                .endsWith(
                        "orders-sink is not what it was before: FAILED. See why: millrace connectors status orders-sink.\n");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void letsTheConnectorGoOnThoughConnectRefuses() {
        hasSink("RUNNING", "STOPPED", "STOPPED", "RUNNING");
        worker.on("GET " + OFFSETS, BEFORE);
        worker.on("PUT /connectors/orders-sink/stop", 204, "").on("PUT /connectors/orders-sink/resume", 202, "");
        worker.refuse("PATCH " + OFFSETS, 400, "Failed to alter offsets: no");

        Run run = run("offsets", "alter", NAME, "-p", "orders-0=1800", "--yes", "--stop");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err())
                .endsWith("Cannot alter the offsets of orders-sink: " + worker.url()
                        + " answered 400, Failed to alter offsets: no.\n");
        assertThat(worker.changes()).last().isEqualTo("PUT /connectors/orders-sink/resume");
    }

    @Test
    void triesAgainWhileTasksAreStillStopping() {
        hasSink("STOPPED");
        worker.on("GET " + OFFSETS, BEFORE).on("GET " + OFFSETS, BEFORE).on("GET " + OFFSETS, AFTER);
        worker.refuse(
                        "PATCH " + OFFSETS,
                        500,
                        "Failed to alter consumer group offsets for connector orders-sink either because its tasks haven't "
                                + "stopped completely yet or the connector was resumed before the request to alter its offsets could be "
                                + "successfully completed. If the connector is in a stopped state, this operation can be safely retried.")
                .on("PATCH " + OFFSETS, DONE);

        assertThat(run("offsets", "alter", NAME, "-p", "orders-0=1800", "--yes").status())
                .isZero();
        assertThat(worker.changes()).hasSize(2);
    }

    @Test
    void noticesWhenOffsetsWereNotTaken() {
        hasSink("STOPPED");
        worker.on("GET " + OFFSETS, BEFORE).on("PATCH " + OFFSETS, DONE);

        Run run = run("offsets", "alter", NAME, "-p", "orders-0=1800", "--yes");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err())
                .isEqualTo("Connect took the offsets of orders-sink, but does not show them: "
                        + "{\"kafka_topic\":\"orders\",\"kafka_partition\":0}. Look at them again: millrace connectors offsets "
                        + "show orders-sink.\n");
    }

    @Test
    void changesNothingByAWrongFile() throws IOException {
        hasSink("STOPPED");
        Path file = Files.writeString(folder.resolve("o.json"), "{\"offsets\":[{\"partition\":{},\"offset\":null}]}");

        Run run = run("offsets", "alter", NAME, "--file", file.toString(), "--yes");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith(file + ":1:26: a sink's partition is ").endsWith("\nNothing was changed.\n");
        assertThat(worker.changes()).isEmpty();
    }

    @Test
    void notesFieldsThatOnlyOneOfASourcesOffsetsHas() throws IOException {
        hasSource("{\"offsets\":[{\"partition\":{\"server\":\"shop\"},\"offset\":{\"lsn\":5,\"ts_usec\":6}}]}");
        Path file = Files.writeString(
                folder.resolve("o.json"),
                "{\"offsets\":[{\"partition\":{\"server\":\"shop\"},\"offset\":{\"LSN\":5,\"ts_usec\":6}},"
                        + "{\"partition\":{\"server\":\"shpo\"},\"offset\":{\"lsn\":1}}]}");

        Run run = run("offsets", "alter", "shop", "--file", file.toString(), "--dry-run");

        assertThat(run.out()).isEqualTo("""
                        {"server":"shop"}
                          - {"lsn":5,"ts_usec":6}
                          + {"LSN":5,"ts_usec":6}
                        {"server":"shpo"}
                          - none
                          + {"lsn":1}
                        """);
        assertThat(run.err()).isEqualTo("""
                        Note: [LSN, lsn] of {"server":"shop"} is in only one of the two offsets.
                        Note: the connector has no offset of {"server":"shpo"} yet.
                        Nothing was changed: --dry-run.
                        """);
    }

    @Test
    void aSourceHasNoPartitionsOfTopics() {
        hasSource("{\"offsets\":[]}");

        assertThat(run("offsets", "alter", "shop", "-p", "orders-0=1", "--yes").err())
                .isEqualTo(
                        "The connector shop is a source: it has no offsets of Kafka's partitions. Write its offsets into a "
                                + "file: --file.\n");
    }

    @Test
    void isToldWhatToDo() {
        assertThat(run("offsets").status()).isEqualTo(2);
        assertThat(run("offsets").err()).startsWith("Say what to do with offsets: show, alter or reset.");
        assertThat(run("offsets", "alter", NAME).status()).isEqualTo(2);
    }
}
