// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.cli.document.Connector.Form;
import org.junit.jupiter.api.Test;

/** A connector is found however it is written, and each of its settings where it is written. */
class ConnectorTest {
    @Test
    void readsSettingsAlone() throws SyntaxError {
        Connector connector = only("orders.json", """
                {
                  "connector.class": "org.example.Source",
                  "tasks.max": 2
                }
                """);

        assertThat(connector.form()).isEqualTo(Form.CONFIG);
        assertThat(connector.name()).isEmpty();
        assertThat(connector.className()).isEqualTo("org.example.Source");
        assertThat(connector.config()).containsEntry("tasks.max", "2");
        assertThat(connector.at("tasks.max")).hasToString("orders.json:3:3");
        assertThat(connector.at("not.there")).hasToString("orders.json:1:1");
    }

    @Test
    void readsTheBodyOfPost() throws SyntaxError {
        Connector connector = only("orders.json", """
                {"name": "orders", "config": {"connector.class": "Source", "topics": null}}
                """);

        assertThat(connector.form()).isEqualTo(Form.NAMED);
        assertThat(connector.name()).contains("orders");
        assertThat(connector.config()).containsOnlyKeys("name", "connector.class");
        assertThat(connector.at("topics")).hasToString("orders.json:1:60");
    }

    @Test
    void readsStrimzisResource() throws SyntaxError {
        Connector connector = only("-", """
                apiVersion: kafka.strimzi.io/v1
                kind: KafkaConnector
                metadata:
                  name: orders
                spec:
                  class: org.example.Source
                  tasksMax: 3
                  config:
                    topic.prefix: shop
                    enabled: true
                """);

        assertThat(connector.form()).isEqualTo(Form.KAFKA_CONNECTOR);
        assertThat(connector.name()).contains("orders");
        assertThat(connector.config())
                .containsEntry("connector.class", "org.example.Source")
                .containsEntry("tasks.max", "3")
                .containsEntry("enabled", "true");
        assertThat(connector.at("topic.prefix")).hasToString("-:9:5");
        assertThat(connector.at("connector.class")).hasToString("-:6:3");
    }

    @Test
    void findsConnectorsAmongOtherResources() throws SyntaxError {
        assertThat(Connector.in(Documents.read("all.yaml", """
                ---
                apiVersion: v1
                kind: ConfigMap
                ---
                # nothing
                ---
                apiVersion: v1
                kind: List
                items:
                  - {apiVersion: kafka.strimzi.io/v1, kind: KafkaConnector, metadata: {name: a}}
                  - {apiVersion: kafka.strimzi.io/v1, kind: KafkaTopic, metadata: {name: b}}
                """)))
                .singleElement()
                .satisfies(found -> assertThat(found.name()).contains("a"));
    }

    @Test
    void saysWhereAFileStopsToBeJson() {
        assertThatExceptionOfType(SyntaxError.class)
                .isThrownBy(() -> Documents.read("orders.json", "{\n  \"a\": 1,\n}"))
                .satisfies(e -> assertThat(e.at()).hasToString("orders.json:3:1"));
    }

    @Test
    void saysWhereAFileStopsToBeYaml() {
        assertThatExceptionOfType(SyntaxError.class)
                .isThrownBy(() -> Documents.read("orders.yaml", "a: 1\nb: [1, 2\nc: 3\n"))
                .satisfies(e -> assertThat(e.at().line()).isEqualTo(3));
    }

    private static Connector only(String file, String text) throws SyntaxError {
        assertThat(Connector.in(Documents.read(file, text))).hasSize(1);
        return Connector.in(Documents.read(file, text)).get(0);
    }
}
