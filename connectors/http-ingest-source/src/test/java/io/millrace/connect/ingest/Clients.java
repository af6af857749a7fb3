// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs of others that send events, as far as this machine has them: a test that lacks one is skipped and says so. */
final class Clients {
    private static final Path NODE_SOURCES = Path.of("src", "test", "node");
    private static final Path NODE_HOME = Path.of("target", "node-clients");
    private static final int OLDEST_NODE = 20;
    private static final int MAX_SECONDS = 300;

    private Clients() {}

    /** What a program said, and how it ended. */
    record Result(int exit, String output) {}

    /** The first of these programs that is on the PATH. */
    static Optional<Path> find(String... names) {
        for (String name : names) {
            for (String dir : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
                Path program = Path.of(dir, name);
                if (Files.isExecutable(program)) {
                    return Optional.of(program);
                }
            }
        }
        return Optional.empty();
    }

    static void assumeCurl() {
        Assumptions.assumeTrue(find("curl").isPresent(), "curl is not on the PATH.");
    }

    /** Chromium, without a window, at an address; to be destroyed. */
    static Process browser(String address) throws IOException {
        Optional<Path> browser = find("chromium", "chromium-browser", "google-chrome", "chrome");
        Assumptions.assumeTrue(browser.isPresent(), "Chromium is not on the PATH.");
        Path home = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "browser");
        List<String> command = new ArrayList<>(List.of(browser.orElseThrow().toString(), "--headless"));
        command.addAll(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"));
        command.addAll(List.of("--remote-debugging-port=0", "--user-data-dir=" + home.toAbsolutePath(), address));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("browser.log").toFile())
                .start();
    }

    /** {@code clients.js}, with the packages of {@code package-lock.json}, from wherever npm gets them here. */
    static Result node(String... arguments) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Installation.ABSENT.isEmpty(), Installation.ABSENT);
        List<String> command = new ArrayList<>(List.of("node", "clients.js"));
        command.addAll(Arrays.asList(arguments));
        return run(NODE_HOME, command);
    }

    /** Made once. */
    private static final class Installation {
        /** Why there is none; empty when there is. */
        static final String ABSENT = absent();

        private static String absent() {
            try {
                return install();
            } catch (IOException e) {
                return String.valueOf(e.getMessage());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String install() throws IOException, InterruptedException {
            if (find("node").isEmpty() || find("npm").isEmpty() || majorOfNode() < OLDEST_NODE) {
                return "Node " + OLDEST_NODE + " or newer, with npm, is not on the PATH.";
            }
            Files.createDirectories(NODE_HOME);
            for (String file : List.of("package.json", "package-lock.json", "clients.js")) {
                Files.copy(NODE_SOURCES.resolve(file), NODE_HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            Result npm = run(
                    NODE_HOME, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"));
            return npm.exit == 0 ? "" : "npm could not install the SDKs: " + npm.output;
        }

        private static int majorOfNode() throws IOException, InterruptedException {
            String version =
                    run(Path.of("."), List.of("node", "--version")).output.strip();
            return version.matches("v\\d+\\..*") ? Integer.parseInt(version.substring(1, version.indexOf('.'))) : 0;
        }
    }

    static Result run(Path dir, List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(Files.createDirectories(Path.of("target")), "client", ".log");
        Process process = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return new Result(-1, command.get(0) + " took more than " + MAX_SECONDS + " s");
        }
        return new Result(process.exitValue(), Files.readString(log));
    }
}
