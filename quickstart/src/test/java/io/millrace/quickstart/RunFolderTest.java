// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    private Path root;

    @Test
    void removesWhatAnEarlierRunLeft() throws IOException {
        Path left;
        try (RunFolder first = RunFolder.take(root)) {
            left = Files.createDirectories(first.data().resolve("kafka")).resolve("old");
            Files.writeString(left, "old");
        }

        try (RunFolder second = RunFolder.take(root)) {
            assertThat(second.data()).isEmptyDirectory();
            assertThat(left).doesNotExist();
        }
    }

    @Test
    void endsAProcessThatACrashLeftRunning() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        try {
            leavePidFile(process.pid() + " " + process.info().startInstant().orElseThrow());

            RunFolder.take(root).close();

            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void sparesAStrangerThatWasGivenTheSameProcessId() throws IOException {
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            leavePidFile(stranger.pid() + " "
                    + stranger.info().startInstant().orElseThrow().minusSeconds(3600));

            RunFolder.take(root).close();

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void refusesAFolderInUse() {
        try (RunFolder first = RunFolder.take(root)) {
            assertThat(first.data()).exists();
            assertThatThrownBy(() -> RunFolder.take(root))
                    .isInstanceOf(Problem.class)
                    .hasMessage("Another ./millrace up is running in " + root
                            + ": stop it first, or give this one a folder of its own with --dir.");
        }
    }

    @Test
    void refusesAFolderWithSomebodysFiles() throws IOException {
        Path precious = Files.writeString(root.resolve("precious"), "keep me");

        assertThatThrownBy(() -> RunFolder.take(root))
                .isInstanceOf(Problem.class)
                .hasMessage(root + " holds files that ./millrace did not put there: give a new or empty folder with"
                        + " --dir.");
        assertThat(precious).hasContent("keep me");
    }

    private void leavePidFile(String content) throws IOException {
        try (RunFolder crashed = RunFolder.take(root)) {
            Path folder = Files.createDirectories(crashed.data().resolve("kafka/node-0"));
            Files.writeString(folder.resolve("kafka.pid"), content + "\n");
        }
    }
}
