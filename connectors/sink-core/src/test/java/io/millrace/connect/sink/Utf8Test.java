// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.Utf8.Nul;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of every kind, against Java's own encoder. */
class Utf8Test {
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private static byte[] written(String text, Nul nul) {
        ByteSink out = new ByteSink(1);
        out.put('#'); // a text is never alone
        Utf8.write(text, nul, out);
        return Arrays.copyOfRange(out.array(), 1, out.size());
    }

    /** Of characters below {@code end}, and whole pairs of surrogates where those are below it. */
    private String anyText(int end) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            int codePoint = 1 + random.nextInt(end - 1);
            text.appendCodePoint(codePoint >= 0xD800 && codePoint < 0xE000 ? 'x' : codePoint);
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x100, 0x800, 0x10000, 0x110000})
    void writesEveryCharacterAsJavaDoes(int end) {
        for (int i = 0; i < 5_000; i++) {
            String text = anyText(end);

            assertThat(written(text, Nul.REFUSED)).as("seed %d", seed).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
            assertThat(Utf8.isPlain(text))
                    .as("seed %d", seed)
                    .isEqualTo(text.chars().allMatch(c -> c > 0 && c < 0x80));
        }
    }

    /** Characters whose low byte alone would pass for a letter. */
    @Test
    void takesNoOtherAlphabetForAscii() {
        String text = "\u0141\u4141a";

        assertThat(written(text, Nul.KEPT)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keepsOrRefusesAZero() {
        assertThat(written("a\0b", Nul.KEPT)).containsExactly('a', 0, 'b');
        assertThatThrownBy(() -> written("a\0b", Nul.REFUSED))
                .isInstanceOf(Unfit.class)
                .hasMessageContaining("text with a NUL character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\ud800\ud800", "abcdefgh\ud83d"})
    void refusesHalfOfAPair(String text) {
        assertThatThrownBy(() -> written(text, Nul.KEPT))
                .isInstanceOf(Unfit.class)
                .hasMessageContaining("text with an unpaired surrogate");
    }
}
