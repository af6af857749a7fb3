// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.testkit.NodeProject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * Confluent's client for Node, {@code @confluentinc/schemaregistry}, in the versions of {@code
 * src/test/node/package-lock.json}. Where there is no Node, no npm or no network the calling test is skipped and says so.
 */
final class NodeClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private NodeClient() {}

    /** What Node made of each record: {@code data} in hexadecimal, or {@code error}. */
    static List<JsonNode> run(String registryUrl, List<Map<String, Object>> records)
            throws IOException, InterruptedException {
        NodeProject project = Installation.PROJECT;
        Assumptions.assumeTrue(project.absence().isEmpty(), project.absence());
        JSON.writeValue(project.home().resolve("input.json").toFile(), records);
        NodeProject.Result result =
                project.run(List.of("node", "interop.js", registryUrl, "input.json", "output.json"));
        if (result.exit() != 0) {
            throw new AssertionError("node failed: " + result.output());
        }
        List<JsonNode> answers = new ArrayList<>();
        JSON.readTree(project.home().resolve("output.json").toFile()).forEach(answers::add);
        return answers;
    }

    /** Made once. */
    private static final class Installation {
        private static final int OLDEST_NODE = 18;

        static final NodeProject PROJECT = install();

        private static NodeProject install() {
            try {
                return NodeProject.install(
                        Path.of("src", "test", "node"), Path.of("target", "node-client"), OLDEST_NODE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
