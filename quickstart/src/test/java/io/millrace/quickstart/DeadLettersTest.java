// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.page.Snapshot.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void tellsWhatConnectSaysOfARecord() {
        header("topic", "devices.events");
        header("partition", "0");
        header("offset", "41");
        header("connector.name", "sink");
        header("stage", "VALUE_CONVERTER");
        header("exception.class.name", "org.apache.kafka.connect.errors.DataException");
        header("exception.message", "Cannot decode.");

        assertThat(DeadLetters.letter(record()))
                .isEqualTo(new DeadLetter(
                        5,
                        "dead",
                        "sink",
                        "devices.events-0@41",
                        "VALUE_CONVERTER",
                        "org.apache.kafka.connect.errors.DataException",
                        "Cannot decode.",
                        3));
    }

    @Test
    void knowsNoReasonWhereConnectWritesNone() {
        assertThat(DeadLetters.letter(record())).isEqualTo(new DeadLetter(5, "dead", "", "", "", "", "", 3));
    }

    @Test
    void cutsALongReason() {
        header("exception.message", "x".repeat(5000));

        assertThat(DeadLetters.letter(record()).reason()).hasSize(2001).endsWith("x…");
    }

    private void header(String name, String text) {
        headers.add("__connect.errors." + name, text.getBytes(StandardCharsets.UTF_8));
    }

    private ConsumerRecord<byte[], byte[]> record() {
        return new ConsumerRecord<>(
                "dead", 0, 7, 5, TimestampType.CREATE_TIME, -1, 3, null, new byte[3], headers, Optional.empty());
    }
}
