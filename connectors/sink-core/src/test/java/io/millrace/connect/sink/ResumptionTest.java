// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.TopicState.Found;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResumptionTest {
    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final String OFFSETS = "millrace.sink_offsets";

    @ParameterizedTest
    @EnumSource
    void goesOnWhereTheTopicIsTheSame(TopicChange mode) {
        for (long next : new long[] {10, 15, 20}) {
            Claim claim = new Claim(3, next, "a");

            assertThat(Resumption.decide(claim, new Found("a", 10, 20), mode)).isEqualTo(new Resumption(claim, ""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhereNobodyCouldBeAsked(TopicChange mode) {
        Claim claim = new Claim(3, 10L, "a");

        assertThat(Resumption.decide(claim, null, mode)).isEqualTo(new Resumption(claim, ""));
    }

    @ParameterizedTest
    @EnumSource
    void remembersTheIdWhereNoneOrNoOffsetIsStored(TopicChange mode) {
        assertThat(Resumption.decide(new Claim(3, 10L), new Found("a", 0, 20), mode))
                .isEqualTo(new Resumption(new Claim(3, 10L, "a"), ""));
        assertThat(Resumption.decide(new Claim(3, null, "old"), new Found("a", 0, 20), mode))
                .isEqualTo(new Resumption(new Claim(3, null, "a"), ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b |  0 | 20 | topic id b (expected a), so the topic was made anew since offset 10 was stored",
                "a |  0 |  9 | the log's end at offset 9 (expected 10 or later), so the topic was made anew or has lost"
                        + " records since that offset was stored",
                "a | 12 | 20 | the log's start at offset 12 (expected 10 or earlier), so 2 offsets were removed before this"
                        + " connector had read them"
            })
    void findsAChangedTopic(String id, long start, long end, String change) {
        Claim claim = new Claim(3, 10L, "a");
        Found found = new Found(id, start, end);

        assertThat(Resumption.decide(claim, found, TopicChange.FAIL)).isEqualTo(new Resumption(claim, change));
        assertThat(Resumption.decide(claim, found, TopicChange.EARLIEST))
                .isEqualTo(new Resumption(new Claim(3, start, id), change));
        assertThat(Resumption.decide(claim, found, TopicChange.LATEST))
                .isEqualTo(new Resumption(new Claim(3, end, id), change));
    }

    @Test
    void failsWithWhatWasFoundAndWhatToDo() {
        TopicCheck check = new TopicCheck(ids -> Map.of(P0, new Found("b", 0, 20)), TopicChange.FAIL);

        assertThatThrownBy(() -> check.corrections(Map.of(P0, new Claim(3, 10L, "a")), OFFSETS))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot continue orders-0 at the offset stored in millrace.sink_offsets: found topic id b"
                        + " (expected a), so the topic was made anew since offset 10 was stored. Set"
                        + " 'topic.changed.mode' to earliest or latest, or stop the connector and alter its offsets, and"
                        + " start it again.");
    }

    @Test
    void correctsOnlyWhatIsNotAsStored() {
        TopicPartition same = new TopicPartition("orders", 1);
        TopicPartition unknown = new TopicPartition("orders", 2);
        TopicCheck check = new TopicCheck(
                ids -> Map.of(P0, new Found("b", 4, 20), same, new Found("b", 0, 9)), TopicChange.EARLIEST);

        assertThat(check.corrections(
                        Map.of(
                                P0, new Claim(3, 10L, "a"),
                                same, new Claim(3, 8L, "b"),
                                unknown, new Claim(3, 7L, "b")),
                        OFFSETS))
                .isEqualTo(Map.of(P0, new Claim(3, 4L, "b")));
    }
}
