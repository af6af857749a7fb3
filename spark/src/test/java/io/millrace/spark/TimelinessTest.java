// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static io.millrace.spark.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Which events count. */
class TimelinessTest {
    private final SparkSession session = LocalSpark.session();
    private final Timeliness timeliness =
            new Timeliness(Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofMinutes(10));

    private final Dataset<Row> events = TestEvent.events(
            session,
            List.of(
                    event("now", "d1", "open", "0:00"),
                    event("just not late", "d1", "open", "0:00").received("60:00"),
                    event("late", "d1", "open", "0:00").received("60:01"),
                    event("ahead", "d1", "open", "65:00").received("60:00"),
                    event("future", "d1", "open", "65:01").received("60:00")));

    @Test
    void keepsWhatIsNeitherLateNorOfTheFuture() {
        assertThat(ids(timeliness.onTime(events))).containsExactlyInAnyOrder("now", "just not late", "ahead");
    }

    @Test
    void countsTheOthersByTheHourTheyWereReceivedIn() {
        assertThat(ids(timeliness.untimely(events))).containsExactlyInAnyOrder("late", "future");
        assertThat(LateEvents.of(timeliness.untimely(events), timeliness).collectAsList())
                .extracting(Row::toString)
                .containsExactly("[2026-03-01 11:00:00.0,ios,1,1]");
    }

    @Test
    void countsEachIdOnceAndOfItsCopiesTheFirst() {
        Dataset<Row> twice = TestEvent.events(
                session,
                List.of(
                        event("e1", "d1", "open", "0:00"),
                        event("e1", "d1", "open", "1:00"),
                        event("e2", "d1", "open", "2:00")));

        assertThat(timeliness
                        .onTime(twice)
                        .orderBy("occurred_at")
                        .select("event_id", "_offset")
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactly("[e1,0]", "[e2,2]");
    }

    @Test
    void letsSparkDropNothingThatIsKept() {
        assertThat(timeliness.delay()).isEqualTo(Duration.ofMinutes(75));
    }

    private static List<String> ids(Dataset<Row> events) {
        return events.select("event_id").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
