// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the connector says of configurations, and what it gives its tasks. */
class HttpIngestSourceConnectorTest {
    private final HttpIngestSourceConnector connector = new HttpIngestSourceConnector();

    private static Map<String, String> props(String... more) {
        Map<String, String> props = new HashMap<>(Map.of("name", "devices", "topic", "devices.events"));
        for (int i = 0; i < more.length; i += 2) {
            props.put(more[i], more[i + 1]);
        }
        return props;
    }

    private Map<String, List<String>> problems(Map<String, String> props) {
        Map<String, List<String>> problems = new HashMap<>();
        for (ConfigValue value : connector.validate(props).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                problems.put(value.name(), value.errorMessages());
            }
        }
        return problems;
    }

    @Test
    void needsATopicAndNothingElse() {
        assertThat(problems(props())).isEmpty();
        assertThat(problems(Map.of("name", "devices")))
                .isEqualTo(Map.of(
                        "topic",
                        List.of("Missing required configuration \"topic\" which has no default value. Set it.")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http.port | 0x50 | http.port | expected a port, or a range such as 8090-8099
            http.port | 8099-8090 | http.port | expected a port, or a range such as 8090-8099
            http.port | 8090-70000 | http.port | expected a port, or a range such as 8090-8099
            topic | a b | topic | expected 1 to 249 letters
            bad.events | dead-letter | bad.events.topic | needed with bad.events=dead-letter
            bad.events.topic | bad | bad.events.topic | used only with bad.events=dead-letter
            commit.linger.ms | soon | commit.linger.ms | Give a whole number, or omit it for the default, 2.
            in.flight.max.byte | 7 | in.flight.max.byte | Did you mean in.flight.max.bytes?
            http.auth.type | api-key | http.auth.keys | needed with http.auth.type=api-key
            record.shape | declared | record.schema | needed with record.shape=declared
            http.ssl.keystore.type | PEM | http.ssl.keystore.location | needed with other settings http.ssl.*
            http.ssl.keystore.location | /nowhere | http.ssl.keystore.location | not a file that the worker can read
            """)
    void saysWhatIsWrongAndWhatToDo(String key, String value, String under, String text) {
        assertThat(problems(props(key, value)).get(under))
                .anySatisfy(problem -> assertThat(problem).contains(text));
    }

    @Test
    void keepsNoIdsWhereDroppedEventsComeAgain() {
        assertThat(problems(props("message.ids.max", "100", "unconfirmed.events", "retry")))
                .containsOnlyKeys("unconfirmed.events");
    }

    @Test
    void numbersItsTasks() {
        connector.start(props());

        assertThat(connector.taskConfigs(3))
                .extracting(task -> task.get(HttpIngestConfig.TASK))
                .containsExactly("0", "1", "2");
        assertThat(connector.exactlyOnceSupport(props())).isEqualTo(ExactlyOnceSupport.SUPPORTED);
        assertThat(connector.canDefineTransactionBoundaries(props()))
                .isEqualTo(ConnectorTransactionBoundaries.SUPPORTED);
    }

    @Test
    void checksSettingsWithoutReadingStores() {
        Map<String, String> props = props("http.ssl.keystore.location", "/not/there.p12");
        assertThat(problems(props)).containsOnlyKeys("http.ssl.keystore.location");

        assertThat(connector.validateOffline(props).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
    }

    @Test
    void letsIdsBeForgottenAndSetAndNothingElse() {
        Map<String, ?> slot = Map.of("task", "0", "slot", "3");
        assertThat(connector.alterOffsets(props(), Map.of(slot, Map.of("turn", 4, "ids", "a,b"))))
                .isTrue();
        Map<Map<String, ?>, Map<String, ?>> forget = new HashMap<>();
        forget.put(Map.of("whatever", "it was"), null);
        assertThat(connector.alterOffsets(props(), forget)).isTrue();
        assertThatThrownBy(() -> connector.alterOffsets(props(), Map.of(slot, Map.of("turn", 4))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(
                        "Cannot use the source offset: found [turn] (expected \"turn\", a number, and \"ids\"");
        assertThatThrownBy(() -> connector.alterOffsets(props(), Map.of(Map.of("topic", "t"), Map.of("offset", 4))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("found partition {topic=t}");
    }
}
