// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.distribution;

import io.millrace.testkit.servers.PluginArchives;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The archive, unpacked with {@code tar}. */
record Distribution(Path home) {
    static final String NAME = "millrace-cli-" + System.getProperty("project.version");
    static final Path ARCHIVES = Path.of("target").toAbsolutePath();

    /** Shells that were asked something take no longer, on a busy machine either. */
    private static final int PATIENCE_SECONDS = 300;

    static Distribution unpackedIn(Path folder) throws IOException {
        Path into = Files.createDirectories(folder);
        run(new ProcessBuilder("tar", "xzf", ARCHIVES.resolve(NAME + ".tar.gz").toString(), "-C", into.toString()));
        return new Distribution(into.resolve(NAME));
    }

    static Distribution ofZip(Path folder) {
        return new Distribution(PluginArchives.unpack(ARCHIVES.resolve(NAME + ".zip"), folder));
    }

    Path launcher() {
        return home.resolve("bin/millrace");
    }

    /** A run of the command in a pipe, which keeps nothing in the user's home. */
    ProcessBuilder command(String... args) {
        return withoutCache(new ProcessBuilder(
                Stream.concat(Stream.of(launcher().toString()), Stream.of(args)).toList()));
    }

    /** A script of bash in which {@code millrace} is on the {@code PATH}. */
    ProcessBuilder script(String script) {
        ProcessBuilder builder = withoutCache(new ProcessBuilder("bash", "-c", script));
        builder.environment().merge("PATH", launcher().getParent().toString(), (old, bin) -> bin + ":" + old);
        return builder;
    }

    private static ProcessBuilder withoutCache(ProcessBuilder builder) {
        Map<String, String> environment = builder.environment();
        List.of("MILLRACE_PLUGINS", "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "TERM")
                .forEach(environment::remove);
        environment.put("MILLRACE_CACHE", "off");
        return builder;
    }

    /** Every file by its path. */
    Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                files.put(home.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        return files;
    }

    /** Runs it to its end, with nothing to read. */
    static Ended run(ProcessBuilder builder) throws IOException {
        Path err = Files.createTempFile("millrace", ".err");
        try {
            Process process = builder.redirectError(err.toFile()).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(status(process), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }

    static int status(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + process.info());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What a run left. */
    record Ended(int status, String out, String err) {}

    /** Names in a folder, sorted. */
    static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
