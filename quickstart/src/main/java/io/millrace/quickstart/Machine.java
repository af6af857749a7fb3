// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the quickstart must know about the machine before it starts anything. */
record Machine(String os, String arch, int javaVersion, long freeMemoryMb) {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Path CGROUP = Path.of("/sys/fs/cgroup");

    static Machine current() {
        return new Machine(
                System.getProperty("os.name", "an unknown system"),
                System.getProperty("os.arch", "an unknown processor"),
                Runtime.version().feature(),
                Math.min(freeOfHost(), freeOfContainer(CGROUP)));
    }

    /** Returns if all of it can run here; the first reason why not is a {@link Problem}. */
    void require(long memoryMb) {
        if (!os.toLowerCase(Locale.ROOT).equals("linux") || !(arch.equals("amd64") || arch.equals("x86_64"))) {
            throw new Problem("./millrace up needs Linux on x86-64, found " + os + " on " + arch
                    + ": the embedded databases exist only for it, so use a Linux machine, container or WSL 2.");
        }
        if (javaVersion < 17) {
            throw new Problem("./millrace up needs Java 17 or newer, found " + javaVersion + ".");
        }
        if (freeMemoryMb < memoryMb) {
            throw new Problem("./millrace up needs about " + memoryMb + " MB of free memory, found " + freeMemoryMb
                    + " MB: stop other programs, or use a larger machine.");
        }
    }

    private static long freeOfHost() {
        try {
            return meminfoFreeMb(Files.readString(MEMINFO));
        } catch (IOException e) {
            return Long.MAX_VALUE; // not Linux: said by require
        }
    }

    static long meminfoFreeMb(String meminfo) {
        return meminfo.lines()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** What a container's limit leaves (cgroup v2); memory that only caches files counts as free. */
    static long freeOfContainer(Path cgroup) {
        try {
            String limit = Files.readString(cgroup.resolve("memory.max")).strip();
            if (limit.equals("max")) {
                return Long.MAX_VALUE;
            }
            long used = Long.parseLong(
                    Files.readString(cgroup.resolve("memory.current")).strip());
            long cache = Files.readString(cgroup.resolve("memory.stat"))
                    .lines()
                    .filter(line -> line.startsWith("inactive_file "))
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                    .sum();
            return (Long.parseLong(limit) - used + cache) >> 20;
        } catch (IOException e) {
            return Long.MAX_VALUE; // no such limit here
        }
    }
}
