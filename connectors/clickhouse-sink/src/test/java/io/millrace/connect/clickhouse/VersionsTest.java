// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.Unfit;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class VersionsTest {
    private final Versions versions = new Versions();

    private static SinkRecord record(String topic, int partition) {
        return new SinkRecord(topic, partition, null, null, null, null, 7);
    }

    private static byte[] encoded(ColumnEncoder encoder, SinkRecord record) {
        ByteSink out = new ByteSink(16);
        encoder.encode(record, out);
        return Arrays.copyOf(out.array(), out.size());
    }

    @Test
    void aTruncateHasItsPositionWhereItsTopicHasOnePartition() {
        versions.claimed(List.of(new TopicPartition("orders", 0), new TopicPartition("items", 0)));
        versions.claimed(List.of(new TopicPartition("orders", 0)));
        versions.generation("orders", 3);

        assertThat(encoded(versions.truncate(), record("orders", 0)))
                .isEqualTo(encoded(versions.position(), record("orders", 0)))
                .startsWith(7)
                .contains(3);
    }

    @Test
    void aTruncateIsRefusedWhereItsTopicIsKnownToHaveSeveral() {
        versions.claimed(List.of(new TopicPartition("orders", 2), new TopicPartition("items", 0)));
        versions.claimed(List.of(new TopicPartition("orders", 1)));

        assertThatThrownBy(() -> encoded(versions.truncate(), record("orders", 1)))
                .isInstanceOf(Unfit.class);
        assertThat(encoded(versions.truncate(), record("items", 0))).startsWith(7);
        assertThat(encoded(versions.position(), record("orders", 1))).startsWith(7);
    }
}
