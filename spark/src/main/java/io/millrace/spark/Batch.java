// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.max;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A batch of a streaming query, and how far it goes: by topic and partition, the offset after the last record. */
record Batch(String job, String queryId, long id, SortedMap<String, SortedMap<Integer, Long>> ends) {
    static final String JOB = "millrace.job";
    static final String QUERY_ID = "millrace.query-id";
    static final String BATCH_ID = "millrace.batch-id";
    static final String OFFSETS = "millrace.offsets.";

    private static final String QUERY_OF_THREAD = "sql.streaming.queryId";

    /** The batch that this thread writes; {@code kafka} are its records. */
    static Batch of(String job, Dataset<Row> kafka, long id) {
        SortedMap<String, SortedMap<Integer, Long>> ends = new TreeMap<>();
        for (Row row : kafka.groupBy("topic", "partition").agg(max("offset")).collectAsList()) {
            ends.computeIfAbsent(row.getString(0), topic -> new TreeMap<>()).put(row.getInt(1), row.getLong(2) + 1);
        }
        return new Batch(job, queryId(kafka.sparkSession()), id, ends);
    }

    private static String queryId(SparkSession session) {
        return Objects.requireNonNullElse(session.sparkContext().getLocalProperty(QUERY_OF_THREAD), "none");
    }

    /** What a commit of this batch's records of {@code topic} says in its snapshot. */
    Map<String, String> properties(String topic) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(JOB, job);
        properties.put(QUERY_ID, queryId);
        properties.put(BATCH_ID, Long.toString(id));
        properties.put(OFFSETS + topic, text(ends(topic)));
        return properties;
    }

    /** By partition, the offset after the last record of {@code topic}. */
    SortedMap<Integer, Long> ends(String topic) {
        return ends.getOrDefault(topic, new TreeMap<>());
    }

    /** Whether a snapshot with this summary is of this batch. */
    boolean isIn(Map<String, String> summary) {
        return queryId.equals(summary.get(QUERY_ID)) && Long.toString(id).equals(summary.get(BATCH_ID));
    }

    /** Partitions and offsets as {@code 0:42,1:17}. */
    static String text(SortedMap<Integer, Long> offsets) {
        return offsets.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
