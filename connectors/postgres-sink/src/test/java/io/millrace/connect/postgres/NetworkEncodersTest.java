// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.Unfit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkEncodersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.",
                ".1.2.3",
                "1.2.3.4/",
                "1.2.3.4/33",
                "1.2.3.4/08",
                "1.2.3.4/-1",
                " 1.2.3.4",
                "1.2.3.4 ",
                "1,2.3.4",
                "1.2.3.4/24/24",
                "localhost",
                ":",
                ":::",
                "::1::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "::g",
                "1:",
                ":1",
                "fe80::1%eth0",
                "::1/129",
                "::1.2.3",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> NetworkEncoders.inet(text, new ByteSink(64)))
                .isInstanceOf(Unfit.class)
                .hasMessage("text of " + text.length() + " characters that is no inet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "08:00:2b:01:02:03:04:05",
                "08:00:2b:01:02-03",
                "0800.2b01.0203",
                "08002b010203",
                "08:00:2b:01:02:0g",
                "08:00:2b:01:02:3",
                "08 00 2b 01 02 03"
            })
    void refusesWhatIsNoHardwareAddress(String text) {
        assertThatThrownBy(() -> NetworkEncoders.macaddr(text, new ByteSink(64)))
                .isInstanceOf(Unfit.class)
                .hasMessage("text of " + text.length() + " characters that is no macaddr");
    }
}
