// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static io.millrace.spark.TestEvent.event;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same functions on a stream, in batches of any size: what is final equals what a batch computation gives. */
class StreamedEventsTest {
    private static final List<String> FUNNEL = List.of("open", "view", "buy");
    private static final int EVENTS = 300;

    private final SparkSession session = LocalSpark.session();
    private final Timeliness timeliness =
            new Timeliness(Duration.ofMinutes(20), Duration.ofMinutes(5), Duration.ofMinutes(5));
    private final List<TestEvent> all = new ArrayList<>();
    private final long seed = Long.getLong("millrace.seed", 1);
    private final Random random = new Random(seed);

    @TempDir
    Path folder;

    @BeforeEach
    void receiveSixHours() {
        for (int i = 0; i < EVENTS; i++) {
            all.add(random(i));
            if (random.nextInt(10) == 0) {
                all.add(all.get(Math.max(0, all.size() - 1 - random.nextInt(60))));
            }
        }
        // What comes a day later makes final all that was before.
        all.add(event("last", "d0", "open", "1800:00"));
    }

    /** Received in order, nearly; occurred before, now and then long before or after. */
    private TestEvent random(int number) {
        Instant received = TestEvent.START.plusSeconds(number * 72L + random.nextInt(200));
        long age = random.nextBoolean() ? random.nextInt(2400) - 600 : random.nextInt(300);
        return new TestEvent(
                "e" + number,
                "d" + random.nextInt(5),
                Stream.of("open", "view", "buy", "scroll").toList().get(random.nextInt(4)),
                received.minusSeconds(age),
                received,
                random.nextInt(3) == 0 ? "u" + random.nextInt(3) : null,
                random.nextBoolean() ? "ios" : null);
    }

    @Test
    void countsActivityAsABatchDoes() {
        Activity activity = new Activity(Duration.ofMinutes(10), Duration.ofMinutes(5));

        assertStreamEqualsBatch(
                events -> activity.of(timeliness.onTime(events)),
                col("window_end").leq(lit(Timestamp.from(watermark(timeliness.delay())))));
    }

    @Test
    void findsSessionsAsABatchDoes() {
        Duration gap = Duration.ofMinutes(15);
        DeviceSessions sessions = new DeviceSessions(gap, FUNNEL);

        assertStreamEqualsBatch(
                events -> sessions.of(timeliness.onTime(events)),
                col("ended_at")
                        .leq(lit(Timestamp.from(watermark(timeliness.delay()).minus(gap)))));
    }

    @Test
    void countsLateEventsAsABatchDoes() {
        assertStreamEqualsBatch(
                events -> LateEvents.of(timeliness.untimely(events), timeliness),
                col("hour").leq(lit(Timestamp.from(watermark(timeliness.skew()).minus(Duration.ofHours(1))))));
    }

    @Test
    void keepsWhatIsReadAsLateAsItMayBe() {
        // By a clock that is five minutes ahead; then, from a partition that is five minutes behind, twenty minutes
        // late.
        List<List<TestEvent>> batches = List.of(
                List.of(event("e1", "d1", "open", "65:00").received("60:00")),
                List.of(event("e2", "d1", "open", "60:00")),
                List.of(event("e3", "d1", "open", "35:01").received("55:01")),
                List.of(event("last", "d1", "open", "1800:00")));
        Activity activity = new Activity(Duration.ofMinutes(5), Duration.ofMinutes(5));

        List<Row> rows = stream(batches, events -> activity.of(timeliness.onTime(events)));

        assertThat(rows)
                .extracting(row -> row.getTimestamp(0).toInstant())
                .containsExactlyInAnyOrder(TestEvent.at("35:00"), TestEvent.at("60:00"), TestEvent.at("65:00"));
    }

    private Instant watermark(Duration delay) {
        return TestEvent.at("1800:00").minus(delay);
    }

    private void assertStreamEqualsBatch(
            Function<Dataset<Row>, Dataset<Row>> function, org.apache.spark.sql.Column isFinal) {
        List<Row> expected =
                function.apply(TestEvent.events(session, all)).filter(isFinal).collectAsList();

        List<Row> streamed = stream(function);

        assertThat(expected).as("seed " + seed).hasSizeGreaterThan(5);
        assertThat(streamed).as("seed " + seed).containsExactlyInAnyOrderElementsOf(expected);
    }

    private List<Row> stream(Function<Dataset<Row>, Dataset<Row>> function) {
        List<List<TestEvent>> batches = new ArrayList<>();
        int next = 0;
        while (next < all.size()) {
            int end = Math.min(all.size(), next + 1 + random.nextInt(120));
            batches.add(all.subList(next, end));
            next = end;
        }
        return stream(batches, function);
    }

    private List<Row> stream(List<List<TestEvent>> batches, Function<Dataset<Row>, Dataset<Row>> function) {
        String files = folder.resolve("files").toString();
        int offset = 0;
        for (List<TestEvent> batch : batches) {
            TestEvent.values(session, batch, offset)
                    .coalesce(1)
                    .write()
                    .mode("append")
                    .parquet(files);
            offset += batch.size();
        }
        Dataset<Row> values = session.readStream()
                .schema(TestEvent.schema())
                .option("maxFilesPerTrigger", 1)
                .parquet(files);
        List<Row> rows = new ArrayList<>();
        run(function.apply(DeviceEvents.of(values, "$.country")), rows);
        return rows;
    }

    private void run(Dataset<Row> frame, List<Row> rows) {
        try {
            StreamingQuery query = frame.writeStream()
                    .trigger(Trigger.AvailableNow())
                    .option("checkpointLocation", folder.resolve("checkpoint").toString())
                    .foreachBatch((batch, id) -> {
                        rows.addAll(batch.collectAsList());
                    })
                    .start();
            query.awaitTermination();
            assertThat(query.recentProgress()).as("batches").hasSizeGreaterThan(2);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
