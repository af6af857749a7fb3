// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpPollSourceConnectorTest {
    private static final Map<String, String> PROPS =
            Map.of("topic", "devices.events", "http.url", "https://api.example.com/v1/events?key=hush");
    private static final Map<String, String> PARTITION = Map.of("endpoint", "https://api.example.com/v1/events");

    private final HttpPollSourceConnector connector = new HttpPollSourceConnector();

    @Test
    void isFoundByServiceLoader() {
        assertThat(ServiceLoader.load(SourceConnector.class))
                .anyMatch(found -> found instanceof HttpPollSourceConnector);
        assertThat(connector.version()).isNotEmpty();
    }

    @Test
    void readsOneEndpointWithOneTask() {
        connector.start(PROPS);

        assertThat(connector.taskClass()).isEqualTo(HttpPollSourceTask.class);
        Map<String, String> task = new HashMap<>(PROPS);
        task.put("millrace.task.units", "default");
        assertThat(connector.taskConfigs(8)).isEqualTo(List.of(task));
    }

    @Test
    void saysThatItIsExactlyOnceAndCanEndTransactionsWithPages() {
        assertThat(connector.exactlyOnceSupport(PROPS)).isEqualTo(ExactlyOnceSupport.SUPPORTED);
        assertThat(connector.canDefineTransactionBoundaries(PROPS)).isEqualTo(ConnectorTransactionBoundaries.SUPPORTED);
    }

    /** The address is of nobody, which a probe would tell. */
    @Test
    void checksSettingsWithoutAskingTheApi() {
        Map<String, String> props = new HashMap<>(PROPS);
        props.put("http.url", "https://nobody.invalid/v1/events");
        props.put("validate.probe", "true");
        assertThat(connector.validateOffline(props).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());

        props.put("http.auth.type", "bearer");
        assertThat(connector.validateOffline(props).configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .singleElement()
                .satisfies(value -> assertThat(value.name()).isEqualTo("http.auth.token"));
    }

    @Test
    void leavesWhatIsWrongToValidation() {
        Map<String, String> props = new HashMap<>(PROPS);
        props.put("record.shape", "nope");
        assertThat(connector.exactlyOnceSupport(props)).isEqualTo(ExactlyOnceSupport.SUPPORTED);
    }

    @Test
    void acceptsOffsetsOfItsOwnShape() {
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        offsets.put(PARTITION, Map.of("cursor", "abc", "index", 3));
        assertThat(connector.alterOffsets(PROPS, offsets)).isTrue();
        offsets.put(PARTITION, Map.of("cursor", "abc"));
        assertThat(connector.alterOffsets(PROPS, offsets)).isTrue();
        offsets.put(PARTITION, null);
        offsets.put(Map.of("endpoint", "https://old.example.com/"), null);
        assertThat(connector.alterOffsets(PROPS, offsets)).isTrue();
    }

    @Test
    void refusesOffsetsOfAnotherShape() {
        assertRefused(Map.of("cursor", "abc", "position", 3), "Cannot use the source offset: found the keys [");
        assertRefused(Map.of("cursor", 3), "Cannot use the source offset: found cursor of type Integer (expected");
        assertRefused(Map.of("index", -1), "Cannot use the source offset: found index -1 (expected");
        assertRefused(Map.of("index", 1.5), "Cannot use the source offset: found index 1.5 (expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.example.com/v1/events?key=hush", "https://old.example.com/"})
    void refusesOffsetsOfAnotherEndpoint(String endpoint) {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> connector.alterOffsets(
                        PROPS, Map.of(Map.of("endpoint", endpoint), Map.of("cursor", "abc", "index", 3))))
                .withMessage("Cannot use the source partition: found {endpoint=" + endpoint
                        + "} (expected {\"endpoint\": \"https://api.example.com/v1/events\"}). Correct it.");
    }

    private void assertRefused(Map<String, ?> offset, String message) {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> connector.alterOffsets(PROPS, Map.of(PARTITION, offset)))
                .withMessageStartingWith(message);
    }
}
