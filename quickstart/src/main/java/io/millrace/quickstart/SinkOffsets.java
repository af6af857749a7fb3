// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.quickstart.page.Snapshot;
import io.millrace.quickstart.page.Snapshot.Lag;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * How far sinks are, by the offsets that they keep beside their rows.
 *
 * <p>Those that a sink's consumer group commits to Kafka follow only once a minute, see docs/connectors/postgres-guarantees.md.
 */
final class SinkOffsets {
    private SinkOffsets() {}

    /** The distance of each flow's sink to the {@code ends} of its topics, in offsets, which markers of transactions take too. */
    static List<Lag> lags(Connection connection, List<Snapshot.Flow> flows, Map<TopicPartition, Long> ends)
            throws SQLException {
        Map<String, Map<TopicPartition, Long>> stored = stored(connection);
        Map<String, Map<Integer, Long>> byTopic = new TreeMap<>();
        ends.forEach((id, end) ->
                byTopic.computeIfAbsent(id.topic(), topic -> new TreeMap<>()).put(id.partition(), end));
        List<Lag> lags = new ArrayList<>();
        for (Snapshot.Flow flow : flows) {
            for (String topic : flow.topics()) {
                byTopic.getOrDefault(topic, Map.of()).forEach((partition, end) -> {
                    Map<TopicPartition, Long> own = stored.getOrDefault(flow.sink(), Map.of());
                    lags.add(
                            new Lag(flow.sink(), topic, partition, end, own.get(new TopicPartition(topic, partition))));
                });
            }
        }
        return lags;
    }

    private static Map<String, Map<TopicPartition, Long>> stored(Connection connection) throws SQLException {
        Map<String, Map<TopicPartition, Long>> stored = new HashMap<>();
        if (!Target.exists(connection, "millrace.sink_offsets")) {
            return stored;
        }
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT connector, topic, partition, next_offset"
                        + " FROM millrace.sink_offsets WHERE next_offset IS NOT NULL")) {
            while (found.next()) {
                stored.computeIfAbsent(found.getString(1), connector -> new HashMap<>())
                        .put(new TopicPartition(found.getString(2), found.getInt(3)), found.getLong(4));
            }
        }
        return stored;
    }
}
