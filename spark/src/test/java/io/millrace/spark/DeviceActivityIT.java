// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static io.millrace.spark.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job over a real topic, into a real database: what it writes, once, whatever is read again. */
class DeviceActivityIT {
    private final SparkSession session = LocalSpark.session();
    private final DeviceTopic devices = new DeviceTopic(1);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        devices.close();
    }

    private static List<TestEvent> morning() {
        return List.of(
                event("e1", "d1", "open", "1:00"),
                event("e3", "d1", "buy", "7:00"),
                event("e2", "d1", "view", "2:00"),
                event("e2", "d1", "view", "2:00"),
                event("e4", "d2", "open", "3:00").on(null),
                event("late", "d2", "view", "4:00").received("30:00"),
                event("future", "d2", "view", "50:00").received("30:00"));
    }

    @Test
    void writesWhatIsFinalOfOutOfOrderEventsAndSetsLateOnesApart() {
        devices.send(TestEvent.SCHEMA, morning());
        devices.send(
                TestEvent.NEWER_SCHEMA,
                List.of(event("e5", "d1", "open", "31:00").by("ada")));
        devices.topic().sendRaw("d1".getBytes(), "{}".getBytes());
        devices.send(TestEvent.SCHEMA, List.of(event("last", "d9", "open", "600:00")));

        assertThat(runOnce("first")).isZero();

        assertThat(texts(DeviceTables.ACTIVITY))
                .containsExactlyInAnyOrder(
                        "[2026-03-01 10:00:00.0,2026-03-01 10:05:00.0,ios,open,unknown,1,1]",
                        "[2026-03-01 10:00:00.0,2026-03-01 10:05:00.0,ios,view,unknown,1,1]",
                        "[2026-03-01 10:00:00.0,2026-03-01 10:05:00.0,unknown,open,unknown,1,1]",
                        "[2026-03-01 10:05:00.0,2026-03-01 10:10:00.0,ios,buy,unknown,1,1]",
                        "[2026-03-01 10:30:00.0,2026-03-01 10:35:00.0,ios,open,SE,1,1]");
        assertThat(texts(DeviceTables.SESSIONS))
                .containsExactlyInAnyOrder(
                        "[d1,2026-03-01 10:01:00.0,2026-03-01 10:07:00.0,3,null,ios,null,open,buy,3,buy]",
                        "[d1,2026-03-01 10:31:00.0,2026-03-01 10:31:00.0,1,ada,ios,null,open,open,1,open]",
                        "[d2,2026-03-01 10:03:00.0,2026-03-01 10:03:00.0,1,null,null,null,open,open,1,open]");
        assertThat(texts(DeviceTables.LATE)).containsExactly("[2026-03-01 10:00:00.0,ios,1,1]");
        assertThat(devices.table(session, DeviceTables.FUNNEL).orderBy("step").collectAsList())
                .extracting(Row::toString)
                .containsExactly("[2026-03-01,1,open,3]", "[2026-03-01,2,view,1]", "[2026-03-01,3,buy,1]");
        Row bad = devices.rows(session, DeviceTables.QUARANTINE).get(0);
        assertThat(bad.<Long>getAs("offset")).isEqualTo(8);
        assertThat(bad.<byte[]>getAs("raw_value")).isEqualTo("{}".getBytes());
        assertThat(bad.<String>getAs("error")).startsWith("Cannot read Avro: ");

        assertThat(runOnce("from the beginning", "--max-offsets-per-trigger=5")).isZero();

        assertEqualsBatch();
    }

    @Test
    void countsEventsThatAreDeliveredAgainOnceThroughAnotherTopicToo() {
        try (DeviceTopic others = new DeviceTopic(1)) {
            String[] topics = {"--topics=" + others.topic().name(), "--outputs=activity,late"};
            devices.send(TestEvent.SCHEMA, morning());
            devices.send(TestEvent.SCHEMA, morning());
            others.send(TestEvent.SCHEMA, morning());
            devices.send(TestEvent.SCHEMA, List.of(event("last", "d9", "open", "600:00")));
            assertThat(runOnce("first", topics)).isZero();
            // Long after their windows were written.
            others.send(TestEvent.SCHEMA, morning());
            devices.send(TestEvent.SCHEMA, List.of(event("very last", "d9", "open", "1200:00")));

            assertThat(runOnce("first", topics)).isZero();

            assertActivityEqualsBatch();
        }
    }

    @Test
    void writesABatchOnceWhoseCommitSparkHasLost() throws IOException {
        devices.send(TestEvent.SCHEMA, morning());
        devices.send(TestEvent.SCHEMA, List.of(event("e6", "d3", "open", "100:00")));
        assertThat(runOnce("first")).isZero();
        Checkpoint.of(folder.resolve("first"), "activity").loseLastCommit();
        Checkpoint.of(folder.resolve("first"), "sessions").loseLastCommit();
        // Would be seen to be replaced.
        devices.execute("UPDATE " + devices.schema() + ".device_activity SET events = events + 100");
        devices.send(TestEvent.SCHEMA, List.of(event("last", "d9", "open", "600:00")));

        assertThat(runOnce("first")).isZero();

        assertThat(devices.table(session, "device_activity")
                        .filter("events > 100")
                        .count())
                .isEqualTo(4);
        devices.execute("UPDATE " + devices.schema() + ".device_activity SET events = events - 100 WHERE events > 100");
        assertEqualsBatch();
    }

    /** All but what the last event, which made the others final, is in. */
    private void assertEqualsBatch() {
        assertActivityEqualsBatch();
        assertThat(devices.table(session, "device_sessions")
                        .select(DeviceTopic.columns(DeviceTables.SESSIONS))
                        .filter("device_id != 'd9'")
                        .collectAsList())
                .containsExactlyInAnyOrderElementsOf(
                        DeviceTopic.sessions().of(onTime()).collectAsList());
    }

    private void assertActivityEqualsBatch() {
        Timeliness timeliness = DeviceTopic.timeliness();
        assertThat(devices.rows(session, DeviceTables.ACTIVITY).stream()
                        .filter(row -> !isOfLast(row, "window_start"))
                        .toList())
                .containsExactlyInAnyOrderElementsOf(
                        DeviceTopic.activity().of(onTime()).collectAsList());
        assertThat(devices.rows(session, DeviceTables.LATE))
                .containsExactlyInAnyOrderElementsOf(
                        LateEvents.of(timeliness.untimely(devices.events(session)), timeliness)
                                .collectAsList());
    }

    private Dataset<Row> onTime() {
        return DeviceTopic.timeliness().onTime(devices.events(session)).filter("device_id != 'd9'");
    }

    private static boolean isOfLast(Row row, String column) {
        return row.getTimestamp(row.fieldIndex(column)).toInstant().isAfter(TestEvent.at("500:00"));
    }

    private List<String> texts(PostgresTable table) {
        return devices.rows(session, table).stream().map(Row::toString).toList();
    }

    private int runOnce(String checkpoint, String... more) {
        String[] arguments = Stream.concat(
                        devices.arguments(folder.resolve(checkpoint).toString(), more).stream(), Stream.of("--once"))
                .toArray(String[]::new);
        return Job.run(new DeviceActivity(), arguments);
    }
}
