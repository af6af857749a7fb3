// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PushAddressTest {
    @Test
    void tellsTheWorkerTheHashOfTheKeyOnly() {
        PushAddress address = new PushAddress(18090, "abc");

        assertThat(address.url()).isEqualTo("http://127.0.0.1:18090");
        assertThat(address.environment())
                .isEqualTo(Map.of(
                        "DEVICE_PUSH_HOST",
                        "127.0.0.1",
                        "DEVICE_PUSH_PORT",
                        "18090",
                        "DEVICE_PUSH_KEYS", // the example of FIPS 180-4
                        "quickstart:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }
}
