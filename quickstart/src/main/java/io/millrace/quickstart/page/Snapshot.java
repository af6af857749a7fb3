// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows of the pipeline at one moment, and how it came there. Texts are as found: whoever shows them must not
 * take them for markup.
 *
 * @param atMs when it was looked at
 * @param problem why a part of this could not be looked at; null when all could
 * @param flows the ways from a source to tables
 * @param latencies of device events, then of shop rows
 * @param bucketsMs the upper ends of all buckets of latencies but the last, which has none
 */
public record Snapshot(
        long atMs,
        @Nullable String problem,
        List<Flow> flows,
        List<Topic> topics,
        List<Table> tables,
        List<Connector> connectors,
        List<Lag> lags,
        List<Latency> latencies,
        List<Integer> bucketsMs,
        History history,
        DeadLetters deadLetters,
        Activity activity) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public Snapshot {
        flows = List.copyOf(flows);
        topics = List.copyOf(topics);
        tables = List.copyOf(tables);
        connectors = List.copyOf(connectors);
        lags = List.copyOf(lags);
        latencies = List.copyOf(latencies);
        bucketsMs = List.copyOf(bucketsMs);
    }

    /** As the page takes it. */
    String json() {
        return json(this);
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts and numbers are JSON", e);
        }
    }

    /** What comes from {@code origin} by a source connector, through topics, by a sink connector, into tables. */
    public record Flow(String origin, String source, List<String> topics, String sink, List<String> tables) {
        public Flow {
            topics = List.copyOf(topics);
            tables = List.copyOf(tables);
        }
    }

    /** Committed records of a topic. */
    public record Topic(String name, long records, double perSecond) {}

    /**
     * A table, and the rows that came last, as texts; they are of {@code columns}, and null where there is no value.
     *
     * @param perSecond rows more, or fewer, per second
     */
    public record Table(
            String name, long rows, double perSecond, List<String> columns, List<List<@Nullable String>> newest) {
        public Table {
            columns = List.copyOf(columns);
            newest = newest.stream()
                    .map(row -> Collections.unmodifiableList(new ArrayList<>(row))) // a null is a value here
                    .toList();
        }
    }

    /** A connector and its tasks; states in Connect's words, a trace is empty where nothing failed. */
    public record Connector(String name, String state, String trace, List<Task> tasks) {
        public Connector {
            tasks = List.copyOf(tasks);
        }
    }

    /** A task of a connector. */
    public record Task(int id, String state, String trace) {}

    /** How far a sink is behind the end of a topic-partition; null before it has stored anything. */
    public record Lag(
            String sink,
            String topic,
            int partition,
            long end,
            @Nullable Long stored) {}

    /** Latencies seen lately, in milliseconds; null percentiles when there are none. */
    public record Latency(
            String name,
            int count,
            @Nullable Double p50Ms,
            @Nullable Double p99Ms,
            @Nullable Double maxMs,
            List<Integer> buckets) {
        public Latency {
            buckets = List.copyOf(buckets);
        }
    }

    /** One list per series, each as long as {@code atMs}; null where nothing was seen. */
    public record History(List<Long> atMs, List<Series> perSecond, List<Series> latencyMs) {
        public History {
            atMs = List.copyOf(atMs);
            perSecond = List.copyOf(perSecond);
            latencyMs = List.copyOf(latencyMs);
        }
    }

    /** Numbers over time. */
    public record Series(String name, List<@Nullable Double> values) {
        public Series {
            values = Collections.unmodifiableList(new ArrayList<>(values)); // a null is a gap
        }
    }

    /** What connectors could not use: how many there are, and the newest. */
    public record DeadLetters(List<String> topics, long count, List<DeadLetter> newest) {
        public DeadLetters {
            topics = List.copyOf(topics);
            newest = List.copyOf(newest);
        }
    }

    /**
     * A record in a dead letter queue.
     *
     * @param at the record as first consumed, {@code topic-partition@offset}
     * @param reason empty when the connector does not record reasons
     */
    public record DeadLetter(
            long atMs,
            String queue,
            String connector,
            String at,
            String stage,
            String error,
            String reason,
            int bytes) {}

    /** What happened by the minute, counted in the tables. */
    public record Activity(
            List<Long> minutesMs,
            List<Series> platforms,
            List<Series> types,
            List<Series> orders,
            List<Series> revenue) {
        public Activity {
            minutesMs = List.copyOf(minutesMs);
            platforms = List.copyOf(platforms);
            types = List.copyOf(types);
            orders = List.copyOf(orders);
            revenue = List.copyOf(revenue);
        }
    }
}
