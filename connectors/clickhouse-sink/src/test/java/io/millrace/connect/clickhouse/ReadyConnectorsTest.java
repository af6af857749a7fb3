// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The connectors that are shipped ready for the curated topics. The quickstart runs them. */
class ReadyConnectorsTest {
    private static final Path FOLDER = Path.of("..", "..", "connect-docker", "connectors", "clickhouse");
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isValid(String file) throws IOException {
        JsonNode connector = JSON.readTree(FOLDER.resolve(file).toFile());

        for (ConfigValue value :
                ClickHouseSinkConnector.settings(config(connector)).config().configValues()) {
            assertThat(value.errorMessages()).as(value.name()).isEmpty();
        }
        assertThat(connector.path("name").asText() + ".json").isEqualTo(file);
    }

    private static Map<String, String> config(JsonNode connector) {
        Map<String, String> config = new HashMap<>();
        for (Map.Entry<String, JsonNode> each : connector.path("config").properties()) {
            String value = each.getValue().asText().replaceAll("\\$\\{env:[A-Z_]*URL}", "http://127.0.0.1:8123");
            config.put(each.getKey(), value.replaceAll("\\$\\{env:[A-Z_]*}", "s3cr3t"));
        }
        return config;
    }
}
