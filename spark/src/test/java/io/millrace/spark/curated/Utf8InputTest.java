// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.records.Fault;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8InputTest {
    private static Object text(byte[] bytes) {
        return ((Utf8Input) Utf8Input.SOURCE.of(bytes, 0)).text(bytes, 1, bytes.length - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "12345678", "123456789", "Ærø, 東京, 🚀", "12345678é", "é2345678"})
    void readsEveryText(String expected) {
        assertThat(text((" " + expected).getBytes(StandardCharsets.UTF_8))).hasToString(expected);
    }

    @Test
    void refusesDamagedText() {
        byte[] damaged = "abcdefgh_é".getBytes(StandardCharsets.UTF_8);
        damaged[damaged.length - 1] = 'x';

        assertThatThrownBy(() -> text(damaged))
                .isInstanceOf(Fault.class)
                .hasMessage("bytes that are no UTF-8 (expected a text)");
    }
}
