// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.Column.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DECIMAL | 1.50 | 1.50 | true",
                "DECIMAL | 1.50 | 1.5 | false",
                "LOCAL | 2026-01-02 03:04:05.000006 | 2026-01-02 03:04:05.000006 | true",
                "LOCAL | 2026-01-02 03:04:05.000006 | 2026-01-02 03:04:05.000000 | false",
                "TEXT | a | A | false",
                "DOUBLE | 0.1 | 1e-1 | true",
                "DOUBLE | 0.1 | 0.10000000000000002 | false",
                "JSON | {\"a\": [1, null], \"b\": \"ü\"} | {\"b\":\"\\u00fc\",\"a\":[1.0,null]} | true",
                "JSON | {\"a\": 1} | {\"a\": 2} | false",
                "JSON | {\"a\": null} | {} | false",
                "JSON | {\"a\": 1} | {\"a\": \"1\"} | false",
                "JSON | {} | not json | false",
            })
    void comparesByKind(Kind kind, String expected, String found, boolean same) {
        assertThat(new Column("c", kind).same(expected, found)).isEqualTo(same);
    }

    @Test
    void tellsNullFromText() {
        Column column = new Column("c", Kind.TEXT);

        assertThat(column.same(null, null)).isTrue();
        assertThat(column.same(null, "")).isFalse();
        assertThat(column.same("", null)).isFalse();
    }
}
