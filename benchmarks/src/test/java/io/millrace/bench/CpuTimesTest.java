// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuTimesTest {
    @TempDir
    private Path tasks;

    @Test
    void addsUpThreadsButNotTheCompilers() throws IOException {
        task("1", "java", "schedstat", "1000 7 3\n");
        task("2", "C2 CompilerThre", "schedstat", "5000 7 3\n");
        CpuTimes before = CpuTimes.ofThreads(tasks);

        task("1", "java", "schedstat", "1500 7 3\n");
        task("2", "C2 CompilerThre", "schedstat", "9000 7 3\n");
        task("3", "new", "schedstat", "20 7 3\n");

        assertThat(CpuTimes.ofThreads(tasks).nanosSince(before)).isEqualTo(520);
    }

    @Test
    void countsTicksWhereTheKernelHasNothingFiner() throws IOException {
        CpuTimes nothing = CpuTimes.ofThreads(tasks);
        task("1", "a (strange) name", "stat", "1 (a (strange) name) S 0 1 1 0 -1 4194560 2 3 4 5 30 12 8 9 20 0 1\n");

        assertThat(CpuTimes.ofThreads(tasks).nanosSince(nothing)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(420));
    }

    @Test
    void leavesOutWhatHasEnded() throws IOException {
        task("1", "java", "schedstat", "1000 7 3\n");
        CpuTimes before = CpuTimes.ofThreads(tasks);

        Files.delete(tasks.resolve("1/schedstat"));

        assertThat(CpuTimes.ofThreads(tasks).nanosSince(before)).isZero();
    }

    @Test
    void measuresThisJvm() {
        CpuTimes before = CpuTimes.ofThisJvm();
        long start = System.nanoTime();
        while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(100)) {
            Thread.onSpinWait();
        }

        assertThat(CpuTimes.ofThisJvm().nanosSince(before)).isPositive();
    }

    private void task(String id, String name, String file, String content) throws IOException {
        Path task = Files.createDirectories(tasks.resolve(id));
        Files.writeString(task.resolve("comm"), name + "\n");
        Files.writeString(task.resolve(file), content);
    }
}
