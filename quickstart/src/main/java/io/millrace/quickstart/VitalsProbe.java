// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes {@link Vitals}: from {@code /proc}, from the JDK's {@code jcmd}, and from the databases. */
final class VitalsProbe {
    /** A generation, or a whole heap, in what {@code GC.heap_info} says. */
    private static final Pattern USED = Pattern.compile(
            "(?m)^ *(?:.* generation|garbage-first heap|PSYoungGen|ParOldGen) +total [0-9]+K, used ([0-9]+)K");

    private final Pipeline pipeline;

    VitalsProbe(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    Vitals sample(Duration at) {
        long pid = pipeline.stack().worker().pid();
        try {
            jcmd(pid, "GC.run");
            long heapKb = usedKb(jcmd(pid, "GC.heap_info"));
            String status = Files.readString(proc(pid, "status"));
            return new Vitals(
                    at,
                    heapKb >> 10,
                    number(status, "VmRSS") >> 10,
                    (int) number(status, "Threads"),
                    files(pid),
                    ask(
                            pipeline.target().open(),
                            "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'millrace %'"),
                    ask(
                            pipeline.target().open(),
                            "SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relkind = 'r'"),
                    ask(
                            pipeline.database().open(),
                            "SELECT count(*) FROM information_schema.processlist WHERE user <> 'system user'"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look at the worker, process " + pid + ": " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new Problem("Cannot look at the databases: " + e.getMessage() + ".", e);
        }
    }

    /** Used heap in KiB, of a full answer of {@code GC.heap_info}. */
    static long usedKb(String heapInfo) {
        long used = USED.matcher(heapInfo)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
        if (used == 0) {
            throw new Problem("Cannot read what jcmd says of the heap: " + heapInfo);
        }
        return used;
    }

    /** A number of a {@code /proc/PID/status}. */
    static long number(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new Problem("Cannot find " + name + " in a process's status."));
    }

    private static String jcmd(long pid, String command) throws IOException {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(program.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(program + " " + command + " said " + output.strip());
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static int files(long pid) throws IOException {
        try (Stream<Path> open = Files.list(proc(pid, "fd"))) {
            return (int) open.count();
        }
    }

    private static Path proc(long pid, String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }

    private static int ask(Connection connection, String query) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }
}
