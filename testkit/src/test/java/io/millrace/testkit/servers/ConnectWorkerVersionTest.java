// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.servers.ConnectWorker.Version;
import org.junit.jupiter.api.Test;

class ConnectWorkerVersionTest {
    @Test
    void takesAllWhereNoneIsNamed() {
        assertThat(Version.named("")).containsExactly(Version.values());
    }

    @Test
    void takesThoseThatAreNamed() {
        assertThat(Version.named("3.9, " + Version.CURRENT.release())).containsExactly(Version.CURRENT, Version.OLDEST);
    }

    @Test
    void refusesAReleaseThatIsNotHere() {
        assertThatThrownBy(() -> Version.named("3.9,2.8"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot choose Kafka Connect: found '2.8' (expected some of 4.3, 4.2, 4.1, 3.9) in"
                        + " -Dmillrace.connect. Correct it.");
    }
}
