// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Processor time that tasks of the kernel, threads or processes, have used so far, by their ids: from
 * {@code /proc/…/schedstat} to the nanosecond, where the kernel has that, else from {@code stat} to 10 ms (see proc(5)).
 */
public final class CpuTimes {
    private static final long TICK_NANOS = 10_000_000;
    private static final int USER_TIME = 11; // counted from the field after the name
    private static final Path PROC = Path.of("/proc");

    private final Map<String, Long> nanosById;

    private CpuTimes(Map<String, Long> nanosById) {
        this.nanosById = nanosById;
    }

    /** The threads of this JVM without its compilers. */
    public static CpuTimes ofThisJvm() {
        return ofThreads(PROC.resolve("self/task"));
    }

    /** The threads of another JVM without its compilers. */
    public static CpuTimes ofJvm(long pid) {
        return ofThreads(PROC.resolve(Long.toString(pid)).resolve("task"));
    }

    static CpuTimes ofThreads(Path tasks) {
        Map<String, Long> nanos = new HashMap<>();
        try (Stream<Path> threads = Files.list(tasks)) {
            threads.filter(thread -> !isCompiler(thread)).forEach(thread -> add(nanos, thread));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CpuTimes(nanos);
    }

    /** A process and all below it, each of one thread as PostgreSQL's are. */
    public static CpuTimes ofProcess(long pid) {
        Map<String, Long> nanos = new HashMap<>();
        add(nanos, PROC.resolve(Long.toString(pid)));
        ProcessHandle.of(pid)
                .ifPresent(parent ->
                        parent.descendants().forEach(child -> add(nanos, PROC.resolve(Long.toString(child.pid())))));
        return new CpuTimes(nanos);
    }

    /** What was used since; of tasks that have ended meanwhile nothing is known. */
    public long nanosSince(CpuTimes earlier) {
        long sum = 0;
        for (Map.Entry<String, Long> each : nanosById.entrySet()) {
            sum += each.getValue() - earlier.nanosById.getOrDefault(each.getKey(), 0L);
        }
        return sum;
    }

    private static boolean isCompiler(Path thread) {
        try {
            String name = Files.readString(thread.resolve("comm"), StandardCharsets.UTF_8);
            return name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler");
        } catch (IOException ended) {
            return true;
        }
    }

    private static void add(Map<String, Long> nanos, Path task) {
        try {
            nanos.put(task.getFileName().toString(), read(task));
        } catch (IOException ended) {
            // It used little: servers and pools keep their tasks.
        }
    }

    private static long read(Path task) throws IOException {
        Path precise = task.resolve("schedstat");
        if (Files.exists(precise)) {
            String line = Files.readString(precise, StandardCharsets.UTF_8);
            return Long.parseLong(line.substring(0, line.indexOf(' ')));
        }
        String line = Files.readString(task.resolve("stat"), StandardCharsets.UTF_8);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1])) * TICK_NANOS;
    }
}
