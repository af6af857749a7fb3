// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static io.millrace.spark.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The driver dies in the middle of batches, again and again, as by {@code kill -9}: the tables are as if it had not. */
class DeviceActivityKillIT {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceActivityKillIT.class);
    private static final int KILLS = Integer.getInteger("millrace.spark.kills", 3);
    private static final int EVENTS = 400 + 200 * KILLS;
    private static final int MOST_MS = 2_000;

    private final SparkSession session = LocalSpark.session();
    private final long seed = Long.getLong("millrace.seed", 1);
    private final Random random = new Random(seed);

    @TempDir
    Path folder;

    @Test
    void writesEachRowOnceHoweverOftenItIsKilled() {
        try (DeviceTopic devices = new DeviceTopic(2)) {
            devices.send(TestEvent.SCHEMA, events());
            int midBatch = 0;
            try (JobProcess job = job(devices, "--max-offsets-per-trigger=40", "--trigger=0s")) {
                for (int kill = 1; kill <= KILLS; kill++) {
                    midBatch += killInABatch(job, kill);
                }
            }
            assertThat(midBatch).as("kills in a batch").isPositive();
            LOG.info("Killed {} times, {} of them in the middle of a batch", KILLS, midBatch);

            // What comes a day later makes final all that was before.
            devices.send(TestEvent.SCHEMA, List.of(event("last", "d9", "open", "9000:00")));
            assertThat(finish(devices)).isZero();

            assertEqualsBatch(devices);
        }
    }

    private JobProcess job(DeviceTopic devices, String... more) {
        return JobProcess.of(
                DeviceActivity.class,
                Map.of(),
                devices.arguments(folder.resolve("checkpoint").toString(), more));
    }

    private int finish(DeviceTopic devices) {
        try (JobProcess job = job(devices, "--once").start()) {
            return job.awaitEnd();
        }
    }

    /** One if a query was in a batch. */
    private int killInABatch(JobProcess job, int kill) {
        long before = batches(job);
        job.start();
        long enough = before + 1 + random.nextInt(4);
        await().atMost(Duration.ofSeconds(150)).until(() -> batches(job) >= enough || !job.isAlive());
        assertThat(job.isAlive())
                .as("alive before kill " + kill + ", seed " + seed)
                .isTrue();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_MS)));
        job.kill();
        return Stream.of("activity", "sessions", "late")
                        .map(query -> Checkpoint.of(folder.resolve("checkpoint"), query))
                        .anyMatch(query -> query.begun() > query.finished())
                ? 1
                : 0;
    }

    private static long batches(JobProcess job) {
        return job.log().lines().filter(line -> line.contains(" records in ")).count();
    }

    /** Twenty hours, received in order, nearly; occurred before, now and then long before or after; some twice. */
    private List<TestEvent> events() {
        List<TestEvent> events = new ArrayList<>();
        int seconds = (int) Duration.ofHours(20).toSeconds() / EVENTS;
        for (int i = 0; i < EVENTS; i++) {
            Instant received = TestEvent.START.plusSeconds((long) i * seconds + random.nextInt(200));
            long age = random.nextInt(8) == 0 ? random.nextInt(2400) - 600 : random.nextInt(300);
            events.add(new TestEvent(
                    "e" + i,
                    "d" + random.nextInt(8),
                    List.of("open", "view", "buy", "scroll").get(random.nextInt(4)),
                    received.minusSeconds(age),
                    received,
                    random.nextInt(3) == 0 ? "u" + random.nextInt(3) : null,
                    random.nextBoolean() ? "ios" : null));
            if (random.nextInt(10) == 0) {
                events.add(events.get(Math.max(0, events.size() - 1 - random.nextInt(30))));
            }
        }
        return events;
    }

    private void assertEqualsBatch(DeviceTopic devices) {
        Timeliness timeliness = DeviceTopic.timeliness();
        Dataset<Row> events =
                devices.events(session).filter("device_id != 'd9'").cache();
        Dataset<Row> onTime = timeliness.onTime(events);

        assertEqual(devices, DeviceTables.ACTIVITY, DeviceTopic.activity().of(onTime));
        assertEqual(devices, DeviceTables.SESSIONS, DeviceTopic.sessions().of(onTime));
        assertEqual(devices, DeviceTables.LATE, LateEvents.of(timeliness.untimely(events), timeliness));
    }

    private void assertEqual(DeviceTopic devices, PostgresTable table, Dataset<Row> batch) {
        List<Row> expected = batch.collectAsList();
        LOG.info("{} has {} rows", table.name(), expected.size());
        assertThat(expected).hasSizeGreaterThan(10);
        assertThat(devices.rows(session, table))
                .as(table.name() + ", seed " + seed)
                .containsExactlyInAnyOrderElementsOf(expected);
    }
}
