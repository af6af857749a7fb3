// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What Grafana is given beside the dashboards fits them. */
class ProvisioningTest {
    private static final Path GRAFANA = Path.of("grafana");

    /** A dashboard begins with the data sources that are provisioned. */
    @Test
    void theDataSourcesAreThoseThatDashboardsBeginWith() throws IOException {
        Map<String, String> provisioned = new TreeMap<>();
        List<JsonNode> sources = new ArrayList<>();
        for (String file : List.of("provisioning/datasources/millrace.yaml", "clickhouse.yaml")) {
            yaml(file).path("datasources").forEach(sources::add);
        }
        sources.forEach(source ->
                provisioned.put(source.path("uid").asText(), source.path("type").asText()));

        Map<String, String> read = new TreeMap<>();
        for (String text : DashboardFiles.texts().values()) {
            for (JsonNode variable :
                    DashboardFiles.parse(text).path("templating").path("list")) {
                if (variable.path("type").asText().equals("datasource")) {
                    String uid = variable.path("current").path("value").asText();
                    read.put(uid, variable.path("query").asText());
                }
            }
        }

        assertThat(read)
                .isEqualTo(Map.of(
                        "prometheus", "prometheus",
                        "loki", "loki",
                        "analytics", "grafana-postgresql-datasource",
                        "clickhouse", "grafana-clickhouse-datasource"));
        assertThat(provisioned).containsAllEntriesOf(read);
        assertThat(sources.stream().flatMap(source -> source.findValuesAsText("password").stream()))
                .hasSize(2)
                .allMatch(value -> value.matches("\\$\\{\\w+}"));
    }

    @Test
    void kustomizeMakesAConfigMapOfEachDashboard() throws IOException {
        JsonNode component = yaml("kustomization.yaml");
        Set<String> listed = new TreeSet<>();
        component.path("configMapGenerator").forEach(map -> {
            assertThat(map.path("files")).hasSize(1);
            listed.add(map.path("files").path(0).asText());
        });

        Set<String> shipped = new TreeSet<>();
        DashboardFiles.texts().keySet().forEach(file -> shipped.add("dashboards/" + file));

        assertThat(listed).isEqualTo(shipped);
        assertThat(component.path("kind").asText()).isEqualTo("Component");
        assertThat(component
                        .path("generatorOptions")
                        .path("labels")
                        .path("grafana_dashboard")
                        .asText())
                .isEqualTo("1");
    }

    /** A ConfigMap holds 1 MiB, and what {@code kubectl apply} remembers of it a quarter of that. */
    @Test
    void everyDashboardFitsInAConfigMap() {
        assertThat(DashboardFiles.texts().values()).allMatch(text -> text.length() < 200_000);
    }

    private static JsonNode yaml(String file) throws IOException {
        return new YAMLMapper().readTree(GRAFANA.resolve(file).toFile());
    }
}
