// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {
    @Test
    void keepsItsTextsApartThoughBuffersAreUsedAgain() throws IOException {
        SlidingWindow before = window("{\"secret\": \"of another page\"}");
        before.readAllBytes();
        before.release();
        before.release(); // must not give its buffer away twice

        SlidingWindow one = window("[1]");
        SlidingWindow other = window("[2, 3]");
        assertThat(text(one)).isEqualTo("[1]");
        assertThat(text(other)).isEqualTo("[2, 3]");
        assertThat(one.utf8(0, 3)).isEqualTo("[1]");
        assertThat(other.utf8(0, 6)).isEqualTo("[2, 3]");
    }

    /** Jackson closes a stream that it has read to the end. */
    @Test
    void keepsItsTextThoughTheParserClosesIt() throws IOException {
        try (JsonInput input = JsonInput.of(window("12"), 10)) {
            assertThat(input.parser().nextToken()).isEqualTo(JsonToken.VALUE_NUMBER_INT);
            assertThat(input.parser().nextToken()).isNull();
            assertThat(input.textFrom(0)).isEqualTo("12");
        }
    }

    @Test
    void leavesOutAByteOrderMarkOnly() throws IOException {
        assertThat(text(window("\uFEFF[1]"))).isEqualTo("[1]");
        assertThat(text(window("[\uFEFF]"))).isEqualTo("[\uFEFF]");
        assertThat(text(window("1"))).isEqualTo("1");
        assertThat(text(window(""))).isEmpty();
    }

    private static String text(SlidingWindow window) throws IOException {
        return new String(window.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static SlidingWindow window(String text) throws IOException {
        return new SlidingWindow(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1_000);
    }
}
