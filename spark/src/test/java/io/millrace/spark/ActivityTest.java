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

/** What devices did, by window. */
class ActivityTest {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final SparkSession session = LocalSpark.session();

    @Test
    void countsEventsAndDevicesOfEachWindowInWhateverOrderTheyCome() {
        Dataset<Row> events = TestEvent.events(
                session,
                List.of(
                        event("e4", "d1", "open", "5:00"),
                        event("e1", "d1", "open", "0:00"),
                        event("e3", "d2", "open", "4:59"),
                        event("e2", "d1", "open", "2:00")));

        assertThat(rows(new Activity(FIVE_MINUTES, FIVE_MINUTES), events))
                .containsExactly("10:00–10:05 ios open unknown: 3 of 2", "10:05–10:10 ios open unknown: 1 of 1");
    }

    @Test
    void countsApartWhatIsOfAnotherPlatformTypeOrCountry() {
        Dataset<Row> events = TestEvent.events(
                session,
                List.of(
                        event("e1", "d1", "open", "0:00"),
                        event("e2", "d1", "view", "0:10"),
                        event("e3", "d1", "open", "0:20").on("android"),
                        event("e4", "d1", "open", "0:30").on(null)));

        assertThat(rows(new Activity(FIVE_MINUTES, FIVE_MINUTES), events))
                .containsExactly(
                        "10:00–10:05 android open unknown: 1 of 1",
                        "10:00–10:05 ios open unknown: 1 of 1",
                        "10:00–10:05 ios view unknown: 1 of 1",
                        "10:00–10:05 unknown open unknown: 1 of 1");
    }

    @Test
    void countsAnEventInEachWindowThatHasItWhereWindowsOverlap() {
        Dataset<Row> events = TestEvent.events(session, List.of(event("e1", "d1", "open", "6:00")));

        assertThat(rows(new Activity(Duration.ofMinutes(10), FIVE_MINUTES), events))
                .containsExactly("10:00–10:10 ios open unknown: 1 of 1", "10:05–10:15 ios open unknown: 1 of 1");
    }

    private static List<String> rows(Activity activity, Dataset<Row> events) {
        return activity
                .of(events)
                .selectExpr("format_string('%s–%s %s %s %s: %d of %d', date_format(window_start, 'HH:mm'),"
                        + " date_format(window_end, 'HH:mm'), platform, type, country, events, active_devices) AS text")
                .orderBy("text")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
