// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.Contender;
import io.millrace.bench.Effort;
import io.millrace.bench.Interleaved;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpPollBenchmarkTest {
    @ParameterizedTest
    @EnumSource
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
        assertThat(page.length / each.events()).isBetween(470, 500);
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
