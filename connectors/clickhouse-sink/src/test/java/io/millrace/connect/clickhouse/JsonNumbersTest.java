// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.Unfit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumbersTest {
    private static void read(String json) {
        byte[] bytes = ("1234567890123456789012" + json + "1e9999").getBytes(UTF_8); // as other rows around it
        JsonNumbers.requireKept(bytes, 22, bytes.length - 6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":0}",
                "{\"a\":-1}",
                "{\"a\":18446744073709551615}",
                "{\"a\":-9223372036854775808}",
                "{\"a\":0.30000000000000004}",
                "{\"a\":1.7976931348623157e308,\"b\":[1e5,-2.5E-3]}",
                "{\"a\":\"12345678901234567890123\"}",
                "{\"12345678901234567890123\":\"\\\"1e999\\\\\"}",
                "{\"a\":0.000000000000000000001}",
                "{\"a\":100000000000000000000.0}",
                "{\"a\":9007199254740993,\"b\":0.5}",
                "{\"a\":[{\"b\":9007199254740993},{\"b\":0.5}]}",
                "{\"a\":[9007199254740993,{\"b\":[0.5,\"]\"]}],\"c\":[1,2.5]}"
            })
    void letsNumbersPassThatTheColumnKeeps(String json) {
        assertThatCode(() -> read(json)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":18446744073709551616}",
                "{\"a\":-9223372036854775809}",
                "{\"a\":12345678901234567.5}",
                "{\"a\":[1,{\"b\":0.1234567890123456789}]}",
                "{\"a\":1e400}",
                "{\"a\":1e-400}",
                "{\"a\":1e99999999999}",
                "{\"a\\\\\":1.00000000000000000001}",
                "{\"a\":[9007199254740993,0.5]}",
                "{\"a\":[1e2,null,18446744073709551615]}",
                "{\"a\":[[9007199254740993],[0.5]]}"
            })
    void refusesNumbersThatWouldBeRounded(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(Unfit.class)
                .hasMessage("JSON with a number that the column would round");
    }

    @Test
    void doesNotFollowDocumentsToAnyDepth() {
        assertThatThrownBy(() -> read("[".repeat(100_000)))
                .isInstanceOf(Unfit.class)
                .hasMessage("JSON nested deeper than 1000");
    }
}
