// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The engines of one task, each with a connection of its own. A topic belongs to one of them, so that its offsets move in
 * the transaction of its rows; topics of different engines are written at the same time. Not thread-safe.
 */
public final class SinkLanes {
    private final List<SinkEngine> engines;
    private final Map<String, Integer> laneOfTopic = new HashMap<>();

    public SinkLanes(List<SinkEngine> engines) {
        this.engines = List.copyOf(engines);
    }

    public void open(Collection<TopicPartition> assigned) {
        List<List<TopicPartition>> parts = split(assigned);
        for (int i = 0; i < engines.size(); i++) {
            engines.get(i).open(parts.get(i));
        }
    }

    /** If one engine throws, Connect delivers all records again; the others know theirs by their offsets. */
    public void put(Collection<SinkRecord> delivered) {
        if (engines.size() == 1) {
            engines.get(0).put(delivered);
            return;
        }
        List<List<SinkRecord>> parts = empty();
        delivered.forEach(record -> parts.get(lane(record.originalTopic())).add(record));
        for (int i = 0; i < engines.size(); i++) {
            engines.get(i).put(parts.get(i));
        }
    }

    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> consumed) {
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>();
        engines.forEach(engine -> safe.putAll(engine.preCommit(consumed))); // each knows its own partitions only
        return safe;
    }

    public void close(Collection<TopicPartition> revoked) {
        List<List<TopicPartition>> parts = split(revoked);
        for (int i = 0; i < engines.size(); i++) {
            if (!parts.get(i).isEmpty()) {
                engines.get(i).close(parts.get(i));
            }
        }
    }

    public void stop() {
        engines.forEach(SinkEngine::stop);
    }

    /** Bytes of rows and their records that are being written or wait. */
    public long bufferedBytes() {
        return engines.stream().mapToLong(SinkEngine::bufferedBytes).sum();
    }

    /** Whether some of the partitions are paused until rows are written. */
    public boolean isPaused() {
        return engines.stream().anyMatch(SinkEngine::isPaused);
    }

    private List<List<TopicPartition>> split(Collection<TopicPartition> partitions) {
        List<List<TopicPartition>> parts = empty();
        partitions.forEach(id -> parts.get(lane(id.topic())).add(id));
        return parts;
    }

    private <T> List<List<T>> empty() {
        List<List<T>> parts = new ArrayList<>();
        engines.forEach(engine -> parts.add(new ArrayList<>()));
        return parts;
    }

    /** Topics in turn, as they are first seen. */
    private int lane(String topic) {
        return laneOfTopic.computeIfAbsent(topic, unseen -> laneOfTopic.size() % engines.size());
    }
}
