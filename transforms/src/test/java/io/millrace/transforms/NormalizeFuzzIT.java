// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Jazzer, in a JVM of its own, for {@code -Dmillrace.fuzz.seconds}. What it learns stays in {@code target/fuzz} until the
 * next {@code clean}; an input that fails is there as {@code crash-*}, and a new run tries it first.
 */
class NormalizeFuzzIT {
    private static final int SECONDS = Integer.getInteger("millrace.fuzz.seconds", 20);
    private static final int START_AND_STOP_SECONDS = 120;
    private static final int LEAST_RUNS = 200;
    private static final Pattern RUNS = Pattern.compile("Done ([0-9]+) runs");

    @Test
    void throwsNothingButDataExceptionsWhateverMapsCome() throws Exception {
        assumeTrue(isSupported(), "Jazzer has no driver for this platform");
        Path work = Files.createDirectories(Path.of("target", "fuzz").toAbsolutePath());
        Path log = work.resolve("NormalizeFuzz.log");

        int status = fuzz(work, log);

        String text = Files.readString(log);
        assertThat(status).as("%s: %s", log, finding(text)).isZero();
        Matcher runs = RUNS.matcher(text);
        assertThat(runs.find()).as("%s says how often it ran", log).isTrue();
        assertThat(Integer.parseInt(runs.group(1))).as("runs").isGreaterThan(LEAST_RUNS);
    }

    private static int fuzz(Path work, Path log) throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(work.resolve("corpus"));
        try (Stream<Path> files = Files.list(work)) {
            for (Path crash : files.filter(file -> file.getFileName().toString().startsWith("crash-"))
                    .toList()) {
                Files.move(crash, corpus.resolve(crash.getFileName()));
            }
        }
        Process jazzer = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Jazzer.class.getName(),
                        "--target_class=" + NormalizeFuzz.class.getName(),
                        "--instrumentation_includes=io.millrace.**",
                        "--reproducer_path=" + work,
                        "-artifact_prefix=" + work + "/",
                        "-max_total_time=" + SECONDS,
                        "-max_len=512",
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

    /** As the driver's own loader names its files. */
    private static boolean isSupported() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String name = system.contains("mac") ? "macos" : system.contains("win") ? "windows" : "linux";
        String machine = System.getProperty("os.arch").matches("amd64|x86_64") ? "x86_64" : "aarch64";
        String folder = "driver/jazzer_driver_" + name + "_" + machine + "/";
        return Stream.of("libjazzer_driver.so", "libjazzer_driver.dylib", "jazzer_driver.dll")
                .anyMatch(file -> Jazzer.class.getResource(folder + file) != null);
    }

    private static String finding(String log) {
        int from = log.indexOf("== Java");
        return log.substring(from < 0 ? Math.max(0, log.length() - 2_000) : from);
    }
}
