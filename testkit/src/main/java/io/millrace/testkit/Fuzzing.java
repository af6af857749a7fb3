// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Jazzer, in a JVM of its own, for {@code -Dmillrace.fuzz.seconds} per target; it has to be on the class path of the test.
 * What it learns stays in {@code target/fuzz} until the next {@code clean}; an input that fails is there as {@code crash-*},
 * and a new run tries it first.
 */
public final class Fuzzing {
    private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
    private static final int SECONDS = Integer.getInteger("millrace.fuzz.seconds", 12);
    private static final int START_AND_STOP_SECONDS = 120;
    private static final int SEEDS = 48;
    private static final int MAX_LENGTH = 400;
    private static final Pattern RUNS = Pattern.compile("Done ([0-9]+) runs");

    private Fuzzing() {}

    /** Fails when {@code target}'s {@code fuzzerTestOneInput} throws anything; skips where Jazzer has no driver. */
    public static void run(Class<?> target) throws IOException, InterruptedException {
        assumeTrue(isSupported(), "Jazzer has no driver for this platform");
        Path work = Files.createDirectories(
                Path.of("target", "fuzz", target.getSimpleName()).toAbsolutePath());
        Path log = work.resolve("jazzer.log");

        int status = fuzz(target, work, log);

        String text = Files.readString(log);
        assertThat(status).as("%s: %s", log, finding(text)).isZero();
        Matcher runs = RUNS.matcher(text);
        assertThat(runs.find()).as("%s says how often it ran", log).isTrue();
        assertThat(Integer.parseInt(runs.group(1))).as("runs").isGreaterThanOrEqualTo(SEEDS);
    }

    private static int fuzz(Class<?> target, Path work, Path log) throws IOException, InterruptedException {
        Path corpus = corpus(work);
        Process jazzer = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JAZZER,
                        "--target_class=" + target.getName(),
                        "--instrumentation_includes=io.millrace.**",
                        "--reproducer_path=" + work,
                        "-artifact_prefix=" + work + "/",
                        "-max_total_time=" + SECONDS,
                        "-max_len=" + MAX_LENGTH,
                        "-len_control=0",
                        corpus.toString()))
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(jazzer.waitFor(SECONDS + START_AND_STOP_SECONDS, TimeUnit.SECONDS))
                    .as("ended in time, see %s", log)
                    .isTrue();
            return jazzer.exitValue();
        } finally {
            jazzer.destroyForcibly();
        }
    }

    /** What is known from earlier runs, inputs that failed among it; and long inputs, to which Jazzer comes too late alone. */
    private static Path corpus(Path work) throws IOException {
        Path corpus = Files.createDirectories(work.resolve("corpus"));
        for (int seed = 0; seed < SEEDS; seed++) {
            byte[] bytes = new byte[MAX_LENGTH];
            new Random(seed).nextBytes(bytes);
            Files.write(corpus.resolve("seed-" + seed), bytes);
        }
        try (Stream<Path> files = Files.list(work)) {
            for (Path crash : files.filter(file -> file.getFileName().toString().startsWith("crash-"))
                    .toList()) {
                Files.move(crash, corpus.resolve(crash.getFileName()));
            }
        }
        return corpus;
    }

    /** As the driver's own loader names its files. */
    private static boolean isSupported() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String name = system.contains("mac") ? "macos" : system.contains("win") ? "windows" : "linux";
        String machine = System.getProperty("os.arch").matches("amd64|x86_64") ? "x86_64" : "aarch64";
        String folder = "com/code_intelligence/jazzer/driver/jazzer_driver_" + name + "_" + machine + "/";
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return Stream.of("libjazzer_driver.so", "libjazzer_driver.dylib", "jazzer_driver.dll")
                .anyMatch(file -> loader.getResource(folder + file) != null);
    }

    private static String finding(String log) {
        int from = log.indexOf("== Java");
        return log.substring(from < 0 ? Math.max(0, log.length() - 2_000) : from);
    }
}
