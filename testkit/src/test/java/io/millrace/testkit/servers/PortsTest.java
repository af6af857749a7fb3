// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void areNeverHandedOutTwiceAndComeFromAWideRange() {
        List<Integer> ports = Stream.generate(Ports::free).limit(50).toList();

        assertThat(ports).doesNotHaveDuplicates();
        assertThat(ports).as("all below the kernel's own").anyMatch(port -> port > 16_000);
    }

    /** Builds run side by side, and each starts servers. */
    @Test
    void areLockedForOtherProcesses() throws IOException {
        int port = Ports.free();
        Path file = Path.of(
                System.getProperty("java.io.tmpdir"),
                "millrace-ports-" + System.getProperty("user.name"),
                String.valueOf(port));

        try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThatThrownBy(other::tryLock).isInstanceOf(OverlappingFileLockException.class);
        }
    }
}
