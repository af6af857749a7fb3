// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.ColumnSource;
import io.millrace.connect.sink.Unfit;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The version of a row, by which the server knows which row of a key is the latest: the order key of curated rows, all 256
 * bits of it, or the record's position in Kafka. A version depends on nothing but the record, so that a repetition changes
 * nothing. Thread-safe.
 */
final class Versions {
    /** Of order keys. */
    static final String ORDER_KEY_TYPE = "UInt256";
    /** Of positions: the topic's generation, then the offset. */
    static final String POSITION_TYPE = "UInt128";

    private static final int SECTIONS = 4;
    private static final int DIGITS = 16;
    private static final int LENGTH = SECTIONS * DIGITS + SECTIONS - 1;

    private final Map<String, Long> generations = new ConcurrentHashMap<>();
    private final Map<String, Integer> partitions = new ConcurrentHashMap<>();
    private final Set<String> divided = ConcurrentHashMap.newKeySet();

    /** How often the topic has been made anew, as far as the sink has seen. */
    void generation(String topic, long number) {
        generations.put(topic, number);
    }

    /** Partitions that the task has: what it knows of how topics are divided. */
    void claimed(Collection<TopicPartition> claimed) {
        for (TopicPartition id : claimed) {
            Integer other = partitions.putIfAbsent(id.topic(), id.partition());
            if (other != null && other != id.partition()) {
                divided.add(id.topic());
            }
        }
    }

    /** The record itself, of which {@link #position} takes what it needs. */
    static ColumnSource record(String column) {
        return ColumnSource.of(column, Schema.BYTES_SCHEMA, "offset", record -> record);
    }

    /** Writes the position of a record. */
    ColumnEncoder position() {
        return (value, out) -> {
            SinkRecord record = (SinkRecord) value;
            out.putLongLe(record.originalKafkaOffset());
            out.putLongLe(generations.getOrDefault(record.originalTopic(), 0L));
        };
    }

    /** Writes the position of a truncate, which tells older rows from newer ones in a topic of one partition only. */
    ColumnEncoder truncate() {
        ColumnEncoder position = position();
        return (value, out) -> {
            if (divided.contains(((SinkRecord) value).originalTopic())) {
                throw new Unfit(
                        "a truncate by offset in a topic of several partitions (expected one: offsets do not say which rows"
                                + " of another are older)",
                        "Set 'order.field', or 'truncate.mode' to 'ignore'.");
            }
            position.encode(value, out);
        };
    }

    /** Writes an order key: four sections of 16 hexadecimal digits, joined by slashes. */
    static void orderKey(Object value, ByteSink out) {
        String text = (String) value;
        if (text.length() != LENGTH) {
            throw unfit();
        }
        for (int section = SECTIONS - 1; section >= 0; section--) { // the least first
            out.putLongLe(section(text, section * (DIGITS + 1)));
        }
    }

    private static long section(String text, int from) {
        long bits = 0;
        for (int i = from; i < from + DIGITS; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                throw unfit();
            }
            bits = bits << 4 | digit;
        }
        if (from > 0 && text.charAt(from - 1) != '/') {
            throw unfit();
        }
        return bits;
    }

    private static Unfit unfit() {
        return new Unfit(
                "text that is no order key (expected four sections of 16 hexadecimal digits, joined by '/')",
                "Correct 'order.field'.");
    }
}
