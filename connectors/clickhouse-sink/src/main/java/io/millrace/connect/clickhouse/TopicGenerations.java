// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.Claim;
import io.millrace.connect.sink.TableName;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Which topic the rows of a name came from, and how often it was made anew: in a table {@code topics} of a database of the
 * sink's own. Offsets begin again in a topic that is made anew, so versions made of them would lose against those of the
 * old one; the generation comes before the offset. Written only where the sink may ask Kafka for the topic's id.
 */
final class TopicGenerations {
    private record Generation(String topicId, long number) {}

    private final Session session;
    private final TableName table;
    private final String connector;
    private final Versions versions;
    private final Map<String, Generation> known = new HashMap<>();

    TopicGenerations(Session session, String database, String connector, Versions versions) {
        this.session = session;
        this.table = new TableName(database, "topics");
        this.connector = connector;
        this.versions = versions;
    }

    TableName table() {
        return table;
    }

    /** The partitions with the ids of their topics, as far as they are known. Epochs and offsets are Kafka's own. */
    Map<TopicPartition, Claim> read(Collection<TopicPartition> partitions, boolean isAsked) {
        if (isAsked) {
            load(topics(partitions));
        }
        Map<TopicPartition, Claim> claims = new LinkedHashMap<>();
        for (TopicPartition id : partitions) {
            Generation generation = known.get(id.topic());
            claims.put(id, new Claim(0, null, generation == null ? null : generation.topicId()));
        }
        return claims;
    }

    private void load(Set<String> topics) {
        session.execute(
                "create the database of " + table, null, "CREATE DATABASE IF NOT EXISTS " + Sql.name(table.schema()));
        session.execute(
                "create " + table,
                table,
                "CREATE TABLE IF NOT EXISTS " + Sql.name(table) + " (connector String, topic String, topic_id String,"
                        + " generation UInt64) ENGINE = ReplacingMergeTree(generation) ORDER BY (connector, topic)"
                        + " COMMENT 'Topics that sinks have written from, and how often each was made anew.'");
        List<List<String>> rows = session.rows(
                "read " + table,
                table,
                "SELECT topic, topic_id, toString(generation) FROM " + Sql.name(table) + " FINAL WHERE connector = "
                        + Sql.text(connector) + " AND topic IN ("
                        + topics.stream().map(Sql::text).collect(Collectors.joining(", ")) + ")");
        rows.forEach(row -> remember(row.get(0), new Generation(row.get(1), Long.parseLong(row.get(2)))));
    }

    private void remember(String topic, Generation generation) {
        known.put(topic, generation);
        versions.generation(topic, generation.number());
    }

    /** Stores the ids that topics have now; one that was another topic before begins a generation. */
    void store(Map<TopicPartition, Claim> claims) {
        for (String topic : topics(claims.keySet())) {
            String id = claims.entrySet().stream()
                    .filter(entry -> entry.getKey().topic().equals(topic))
                    .map(entry -> entry.getValue().topicId())
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse("");
            Generation before = known.get(topic);
            if (id.isEmpty() || (before != null && before.topicId().equals(id))) {
                continue;
            }
            Generation now = new Generation(id, before == null ? 0 : before.number() + 1);
            session.execute(
                    "write " + table,
                    table,
                    "INSERT INTO " + Sql.name(table) + " SETTINGS async_insert = 0 VALUES (" + Sql.text(connector)
                            + ", " + Sql.text(topic) + ", " + Sql.text(id) + ", " + now.number() + ")");
            remember(topic, now);
        }
    }

    private static Set<String> topics(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::topic).collect(Collectors.toCollection(TreeSet::new));
    }
}
