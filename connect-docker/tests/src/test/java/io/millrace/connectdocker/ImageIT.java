// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.Ports;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The images, built, and a worker that runs in the one with Debezium's connectors. */
class ImageIT {
    private static final int NO_BUILDER = 77;

    /** The archives that the lock lists, from where the testkit has them: nothing is fetched. */
    @BeforeAll
    static void takeDebezium() throws IOException {
        Path into = Files.createDirectories(Path.of("target", "debezium"));
        for (PluginsLock.Line line : PluginsLock.read(Path.of("plugins.lock")).lines()) {
            Path archive = Binaries.directory()
                    .resolve(line.artifact().replace("-connector", "") + "-" + line.version() + ".tar.gz");
            Path copy = into.resolve(line.file());
            if (!Files.exists(copy)) {
                Files.copy(archive, copy);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.debezium", "Dockerfile.plugin"})
    void theBuildLeavesWhatTheDockerfilesCopy(String name) {
        assertThat(Dockerfile.read(Path.of(name)).problems(Path.of(""), "1001")).isEmpty();
    }

    @Test
    void everyPluginOfTheArchivesIsInTheImage() throws Exception {
        Path listing = Path.of("target", "image", "plugins.json");
        Files.deleteIfExists(listing);
        ProcessBuilder builder =
                new ProcessBuilder("./check-image", TestServers.kafka().bootstrapServers());
        builder.environment().put("CONNECT_PORT", String.valueOf(Ports.free()));
        builder.environment().put("PATIENCE_SECONDS", "300");
        Outcome check = Outcome.of(builder);
        assumeTrue(check.exit() != NO_BUILDER, check.output());

        assertThat(check.exit()).as(check.output()).isZero();
        assertThat(check.output())
                .contains("Runs as: uid 1001")
                .containsPattern("Lists: all \\d+ plugins of the archives");
        assertThat(listed(listing)).containsAllEntriesOf(expected());
    }

    private static Map<String, String> listed(Path listing) throws IOException {
        Map<String, String> versions = new TreeMap<>();
        for (JsonNode plugin : new ObjectMapper().readTree(listing.toFile())) {
            versions.put(plugin.path("class").asText(), plugin.path("version").asText());
        }
        return versions;
    }

    private static Map<String, String> expected() {
        Map<String, String> versions = new TreeMap<>();
        for (Archive archive : Archive.all()) {
            for (TreeSet<String> names : archive.services().values()) {
                names.forEach(name -> versions.put(name, System.getProperty("project.version")));
            }
        }
        for (PluginsLock.Line line : PluginsLock.read(Path.of("plugins.lock")).lines()) {
            versions.put(connector(line), line.version());
        }
        return versions;
    }

    private static String connector(PluginsLock.Line line) {
        return switch (line.artifact()) {
            case "debezium-connector-mariadb" -> "io.debezium.connector.mariadb.MariaDbConnector";
            case "debezium-connector-mysql" -> "io.debezium.connector.mysql.MySqlConnector";
            case "debezium-connector-postgres" -> "io.debezium.connector.postgresql.PostgresConnector";
            default -> throw new IllegalArgumentException(line.artifact());
        };
    }
}
