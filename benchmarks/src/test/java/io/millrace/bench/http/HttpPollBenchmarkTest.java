// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.Contender;
import io.millrace.bench.Effort;
import io.millrace.bench.Interleaved;
import io.millrace.bench.Measurement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpPollBenchmarkTest {
    @ParameterizedTest
    @EnumSource(names = "PAGES_.*", mode = EnumSource.Mode.MATCH_ALL)
    void provesAndMeasuresEveryContender(Case each) {
        byte[] page = each.page();
        List<Contender> contenders = Arrays.stream(Contestant.values())
                .map(contestant -> contestant.contender(page, each.events()))
                .toList();

        assertThat(contenders)
                .extracting(Contender::name)
                .containsExactly(
                        "token-walk", "millrace-raw", "millrace-declared", "millrace-device-event", "readtree");
        assertThat(Interleaved.measure(contenders, Effort.SMOKE)).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(names = "SOURCE_.*", mode = EnumSource.Mode.MATCH_ALL)
    void provesAndMeasuresEverySource(Case each) throws IOException {
        assertThat(HttpSourceFork.measure(each, Effort.SMOKE, List.of(SourceContestant.values())))
                .extracting(Measurement::contender)
                .containsExactly("fetch", "millrace-source-raw", "millrace-source-declared", "readtree-source");
    }

    @Test
    void measuresTheHeapOfALongPage() throws IOException, InterruptedException {
        assertThat(HttpPollBenchmark.held(12_000)).isBetween(1L, HeapFork.HEAP_BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 100, 450_000})
    void sendsEventsOfEqualLength(int n) {
        assertThat(Event.text(n)).hasSize(Event.BYTES);
    }

    /** Texts, a number, a time, a null, JSON, a key, and what a device event has no field for. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "uk-UA         | uk-US         | 0",
                "1000003       | 1000004       | 3",
                "01:00.456Z    | 01:00.457Z    | 0",
                "null          | \"\"            | 0",
                "21.5          | 21.6          | 0",
                "device-1007   | device-1008   | 7",
                "floor-2       | floor-3       | 0",
                "half past.    | half past     | 0",
            })
    void findsAContenderThatAltersAField(String sent, String altered, int event) {
        for (Contestant contestant : EnumSet.complementOf(EnumSet.of(Contestant.TOKEN_WALK))) {
            PageWork lossy = (page, events) -> {
                String text = new String(page, StandardCharsets.UTF_8);
                return contestant.work().read(text.replace(sent, altered).getBytes(StandardCharsets.UTF_8), events);
            };

            assertThatThrownBy(() -> Proof.require(contestant, lossy, Case.PAGES_OF_100.page(), 100))
                    .hasMessage(contestant.text() + " makes another event " + event + ".");
        }
    }

    @Test
    void findsAContenderThatLeavesSomethingOut() {
        PageWork lossy = (page, events) -> {
            String text = new String(page, StandardCharsets.UTF_8);
            events.accept(text.substring(0, 10));
            return "c100";
        };

        assertThatThrownBy(() -> Proof.require(Contestant.READTREE, lossy, Case.PAGES_OF_100.page(), 100))
                .hasMessage("readtree makes 1 events (expected 100).");
    }
}
