// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Confluent's client for Node, {@code @confluentinc/schemaregistry}, installed by {@code npm ci} in the versions of
 * {@code src/test/node/package-lock.json}, from wherever this machine's npm gets its packages. Where there is no Node,
 * no npm or no network the calling test is skipped and says so.
 */
final class NodeClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path HOME = Path.of("target", "node-client");
    private static final int OLDEST_NODE = 18;
    private static final int MAX_SECONDS = 300;

    private NodeClient() {}

    /** What Node made of each record: {@code data} in hexadecimal, or {@code error}. */
    static List<JsonNode> run(String registryUrl, List<Map<String, Object>> records)
            throws IOException, InterruptedException {
        Assumptions.assumeTrue(Installation.ABSENT.isEmpty(), Installation.ABSENT);
        JSON.writeValue(HOME.resolve("input.json").toFile(), records);
        Result result = execute(List.of("node", "interop.js", registryUrl, "input.json", "output.json"));
        if (result.exit != 0) {
            throw new AssertionError("node failed: " + result.output);
        }
        List<JsonNode> answers = new ArrayList<>();
        JSON.readTree(HOME.resolve("output.json").toFile()).forEach(answers::add);
        return answers;
    }

    /** Made once. */
    private static final class Installation {
        /** Why there is none; empty when there is. */
        static final String ABSENT = install();

        private static String install() {
            try {
                Files.createDirectories(HOME);
                for (String file : List.of("package.json", "package-lock.json", "interop.js")) {
                    Files.copy(SOURCES.resolve(file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                }
                if (majorOfNode() < OLDEST_NODE) {
                    return "Node " + OLDEST_NODE + " or newer is not on the PATH.";
                }
                Result npm = execute(
                        List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"));
                return npm.exit == 0 ? "" : "npm could not install Confluent's client: " + npm.output;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static int majorOfNode() throws IOException, InterruptedException {
        String version = execute(List.of("node", "--version")).output.strip();
        return version.matches("v\\d+\\..*") ? Integer.parseInt(version.substring(1, version.indexOf('.'))) : 0;
    }

    private record Result(int exit, String output) {}

    private static Result execute(List<String> command) throws IOException, InterruptedException {
        Path log = HOME.resolve(command.get(0) + ".log");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException notThere) {
            return new Result(-1, String.valueOf(notThere.getMessage()));
        }
        if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return new Result(-1, command + " took more than " + MAX_SECONDS + " s");
        }
        return new Result(process.exitValue(), Files.readString(log));
    }
}
