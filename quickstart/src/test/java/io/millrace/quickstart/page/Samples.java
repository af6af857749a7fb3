// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.page;

import io.millrace.quickstart.page.Snapshot.Activity;
import io.millrace.quickstart.page.Snapshot.Connector;
import io.millrace.quickstart.page.Snapshot.DeadLetter;
import io.millrace.quickstart.page.Snapshot.DeadLetters;
import io.millrace.quickstart.page.Snapshot.Flow;
import io.millrace.quickstart.page.Snapshot.History;
import io.millrace.quickstart.page.Snapshot.Lag;
import io.millrace.quickstart.page.Snapshot.Latency;
import io.millrace.quickstart.page.Snapshot.Series;
import io.millrace.quickstart.page.Snapshot.Table;
import io.millrace.quickstart.page.Snapshot.Task;
import io.millrace.quickstart.page.Snapshot.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Snapshots of a pipeline that is not there. */
final class Samples {
    static final String SCRIPT =
            "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">";

    private static final long AT_MS = 1_796_000_000_000L;
    private static final DeadLetters NONE = new DeadLetters(List.of(), 0, List.of());

    private Samples() {}

    /** All runs, and so many records have come. */
    static Snapshot running(long records) {
        return snapshot(records, new Connector("sink", "RUNNING", "", List.of(new Task(0, "RUNNING", ""))), NONE);
    }

    /** The sink's task has failed. */
    static Snapshot failed() {
        String trace = "org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask.\n"
                + "\tat somewhere\nCaused by: java.sql.SQLException: permission denied for " + SCRIPT
                + "\n\tat elsewhere";
        return snapshot(7, new Connector("sink", "RUNNING", "", List.of(new Task(0, "FAILED", trace))), NONE);
    }

    /** The sink has put a record aside. */
    static Snapshot withDeadLetter() {
        DeadLetter letter = new DeadLetter(
                AT_MS,
                "dead",
                "sink",
                "events-0@41",
                "VALUE_CONVERTER",
                "org.apache.kafka.connect.errors.DataException",
                "Cannot decode price: 3 bytes (expected 8) " + SCRIPT,
                120);
        return snapshot(
                7,
                new Connector("sink", "RUNNING", "", List.of(new Task(0, "RUNNING", ""))),
                new DeadLetters(List.of("dead"), 21, List.of(letter)));
    }

    private static Snapshot snapshot(long records, Connector sink, DeadLetters letters) {
        List<Long> seconds =
                LongStream.range(0, 60).mapToObj(i -> AT_MS - 60_000 + i * 1000).toList();
        List<Double> values = seconds.stream().map(at -> 50.0 + at / 1000 % 7).toList();
        List<Long> minutes = List.of(AT_MS - 120_000, AT_MS - 60_000, AT_MS);
        return new Snapshot(
                AT_MS,
                null,
                List.of(new Flow("Device API", "source", List.of("events"), "sink", List.of("device_events"))),
                List.of(new Topic("events", records, 12.5)),
                List.of(new Table(
                        "device_events",
                        records,
                        12,
                        List.of("event_id", "note"),
                        List.of(Arrays.asList("e1", SCRIPT), Arrays.asList("e2", null)))),
                List.of(sink, new Connector("source", "RUNNING", "", List.of(new Task(0, "RUNNING", "")))),
                List.of(new Lag("sink", "events", 0, records + 3, records), new Lag("sink", "events", 1, 0, null)),
                List.of(
                        new Latency("received event to visible row", 3, 120.0, 310.0, 400.0, List.of(1, 2, 0)),
                        new Latency("transaction to visible row", 0, null, null, null, List.of(0, 0, 0))),
                List.of(100, 500),
                new History(seconds, List.of(new Series("device events", values)), List.of(new Series("p50", values))),
                letters,
                new Activity(
                        minutes,
                        List.of(new Series("ios", List.of(10.0, 20.0, 5.0)), new Series("web", List.of(1.0, 2.0, 3.0))),
                        List.of(new Series("tap", List.of(11.0, 22.0, 8.0))),
                        List.of(new Series("EUR", List.of(1.0, 2.0, 3.0))),
                        List.of(new Series("EUR", List.of(10.5, 20.0, 30.0)))));
    }
}
