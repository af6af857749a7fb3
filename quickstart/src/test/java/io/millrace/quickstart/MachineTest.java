// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @Test
    void acceptsWhatIsEnough() {
        assertThatCode(() -> new Machine("Linux", "amd64", 17, 2500).require(2500))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAnotherSystem() {
        assertThatThrownBy(() -> new Machine("Mac OS X", "aarch64", 21, 9000).require(2500))
                .isInstanceOf(Problem.class)
                .hasMessage("./millrace up needs Linux on x86-64, found Mac OS X on aarch64: the embedded databases"
                        + " exist only for it, so use a Linux machine, container or WSL 2.");
    }

    @Test
    void refusesTooLittleMemory() {
        assertThatThrownBy(() -> new Machine("Linux", "amd64", 17, 900).require(2500))
                .isInstanceOf(Problem.class)
                .hasMessage("./millrace up needs about 2500 MB of free memory, found 900 MB: stop other programs, or"
                        + " use a larger machine.");
    }

    @Test
    void refusesAnOldJava() {
        assertThatThrownBy(() -> new Machine("Linux", "amd64", 11, 9000).require(2500))
                .isInstanceOf(Problem.class)
                .hasMessage("./millrace up needs Java 17 or newer, found 11.");
    }

    @Test
    void readsAvailableMemory() {
        assertThat(Machine.meminfoFreeMb("MemTotal:  8000000 kB\nMemAvailable:   3072000 kB\n"))
                .isEqualTo(3000);
    }

    @Test
    void countsAContainersLimitButNotItsFileCache(@TempDir Path cgroup) throws IOException {
        Files.writeString(cgroup.resolve("memory.max"), (3000L << 20) + "\n");
        Files.writeString(cgroup.resolve("memory.current"), (2500L << 20) + "\n");
        Files.writeString(cgroup.resolve("memory.stat"), "anon 17\ninactive_file " + (1000L << 20) + "\n");

        assertThat(Machine.freeOfContainer(cgroup)).isEqualTo(1500);
    }

    @Test
    void knowsNoLimitWithoutAContainer(@TempDir Path empty) {
        assertThat(Machine.freeOfContainer(empty)).isEqualTo(Long.MAX_VALUE);
    }
}
