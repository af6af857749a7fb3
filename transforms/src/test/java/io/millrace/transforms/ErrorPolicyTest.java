// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ErrorPolicyTest {
    private static final String REASON = "Cannot normalize the change: after is null (expected the row of op u) at"
            + " shop.orders from {server=shop} at {n=1} value. Have the database log whole rows.";

    private final Envelopes shop = Envelopes.binlog();
    private final SourceRecord broken = shop.record(shop.event("u", null, null, shop.at("b.1", 1, 0)));

    @Test
    void failsByDefault() {
        assertThatThrownBy(() -> transformed(Map.of()))
                .isExactlyInstanceOf(DataException.class)
                .hasMessage(REASON);
    }

    @Test
    void skipsOnRequest() {
        assertThat(transformed(Map.of("errors", "skip"))).isNull();
    }

    @Test
    void sendsTheRecordAsItCameToTheQuarantineTopicWithTheReason() {
        SourceRecord result = transformed(Map.of("errors", "quarantine"));

        assertThat(result.topic()).isEqualTo("shop.orders.quarantine");
        assertThat(result.value()).isSameAs(broken.value());
        assertThat(result.valueSchema()).isSameAs(broken.valueSchema());
        assertThat(result.key()).isSameAs(broken.key());
        assertThat(result.sourceOffset()).isEqualTo(broken.sourceOffset());
        assertThat(result.kafkaPartition()).isNull();
        assertThat(result.headers().lastWithName("millrace.error").value()).isEqualTo(REASON);
        assertThat(result.headers().lastWithName("millrace.topic").value()).isEqualTo("shop.orders");
        assertThat(result.headers().lastWithName("trace").value()).isEqualTo("abc");
        assertThat(broken.headers().lastWithName("millrace.error")).isNull();
    }

    @Test
    void quarantinesInASinkTooWhereARecordKeepsItsPartition() {
        SinkRecord consumed = new SinkRecord(
                "shop.orders", 3, broken.keySchema(), broken.key(), broken.valueSchema(), broken.value(), 42);
        NormalizeEnvelope<SinkRecord> transform = new NormalizeEnvelope<>();
        transform.configure(Map.of("errors", "quarantine"));

        SinkRecord result = transform.apply(consumed);

        assertThat(result.topic()).isEqualTo("shop.orders.quarantine");
        assertThat(result.kafkaPartition()).isEqualTo(3);
        assertThat(result.originalKafkaOffset()).isEqualTo(42);
        assertThat((String) result.headers().lastWithName("millrace.error").value())
                .contains(" at shop.orders-3@42 value.");
    }

    @Test
    void sendsAllToOneTopicOnRequest() {
        assertThat(transformed(Map.of("errors", "quarantine", "quarantine.topic", "bad"))
                        .topic())
                .isEqualTo("bad");
    }

    private SourceRecord transformed(Map<String, ?> config) {
        NormalizeEnvelope<SourceRecord> transform = new NormalizeEnvelope<>();
        transform.configure(config);
        return transform.apply(broken);
    }
}
