// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.servers.ConnectRestException;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.RegistryServer;
import io.millrace.testkit.servers.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong around the shipped connectors is said in their status, and nothing is lost once it is mended. */
class PipelineErrorsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String SOURCE = "device-events-source";
    private static final String SINK = "device-events-postgres-sink";

    private static DeviceFeed feed;
    private static RegistryServer registry;
    private static ConnectWorker worker;

    @BeforeAll
    static void startWorker() {
        Archive.all();
        feed = new DeviceFeed();
        registry = RegistryServer.start(TestServers.newDirectory("own-registry"));
        worker = TestServers.newWorker(List.of(Archive.pluginPath()))
                .environment(Pipeline.environment(feed, TestServers.mariaDb(), registry))
                .start();
    }

    @AfterAll
    static void stop() {
        worker.close();
        registry.close();
        feed.close();
    }

    @Test
    void aRegistryThatIsDownStopsThePipelineAndLosesNothing() {
        Map<String, String> impatient = Map.of(
                "topic", "outage.events",
                "key.converter.registry.outage.timeout.ms", "1000",
                "value.converter.registry.outage.timeout.ms", "1000");
        worker.put(SOURCE, Pipeline.config(SOURCE, impatient));
        worker.put(SINK, Pipeline.config(SINK, Map.of("topics", "outage.events", "table.name.format", "outage")));
        feed.add("before");
        awaitRows("SELECT event_id FROM outage", Set.of("before"));

        // A converter that runs goes on with the ids that it knows; one that starts must ask.
        stopped(SOURCE);
        registry.kill();
        feed.add("during");
        worker.resume(SOURCE);
        assertThat(worker.awaitFailed(SOURCE, PATIENCE)).contains(registry.url() + " refused the connection");

        registry.restart();
        feed.add("after");
        worker.restart(SOURCE);
        awaitRows("SELECT event_id FROM outage", Set.of("before", "during", "after"));
        worker.delete(SOURCE);
        worker.delete(SINK);
    }

    @Test
    void aMissingPermissionIsNamedAndNothingIsLostOnceItIsGranted() {
        Pipeline.execute(TestServers.postgres(), "CREATE ROLE guest LOGIN PASSWORD 'guest'");
        Pipeline.execute(
                TestServers.postgres(), "CREATE SCHEMA guests; CREATE SCHEMA guest_offsets AUTHORIZATION guest");
        Map<String, String> sink = Pipeline.config(
                SINK,
                Map.of(
                        "topics", "guest.events",
                        "connection.user", "guest",
                        "connection.password", "guest",
                        "offsets.schema", "guest_offsets",
                        "schema.name", "guests"));
        assertThatThrownBy(() -> worker.put("guest-sink", sink))
                .isInstanceOf(ConnectRestException.class)
                .hasMessageContaining("status 400")
                .hasMessageContaining(
                        "Cannot write to schema guests: user guest lacks USAGE on it. Run: GRANT USAGE ON");

        Pipeline.execute(TestServers.postgres(), "GRANT ALL ON SCHEMA guests TO guest");
        worker.put("guest-source", Pipeline.config(SOURCE, Map.of("topic", "guest.events")));
        worker.put("guest-sink", sink);
        feed.add("guest");
        awaitRows("SELECT event_id FROM guests.device_events", Set.of("guest"));

        Pipeline.execute(TestServers.postgres(), "REVOKE ALL ON SCHEMA guests FROM guest");
        feed.add("refused guest");
        assertThat(worker.awaitFailed("guest-sink", PATIENCE))
                .contains("permission denied for schema guests (SQLSTATE 42501)")
                .contains("GRANT ");

        Pipeline.execute(TestServers.postgres(), "GRANT ALL ON SCHEMA guests TO guest");
        worker.restart("guest-sink");
        awaitRows("SELECT event_id FROM guests.device_events", Set.of("guest", "refused guest"));
        worker.delete("guest-source");
        worker.delete("guest-sink");
    }

    @ParameterizedTest
    @CsvSource({
        "device-events-source, record.shape, nope",
        "device-events-postgres-sink, write.mode, merge",
        "device-events-postgres-sink, batch.max.rows, 0",
        "device-events-source, value.converter.max.retries, -2",
        "shop-postgres-sink, key.mode, guess",
    })
    void aWrongSettingIsRefusedWithItsKeyItsValueAndTheRemedy(String connector, String key, String value) {
        Map<String, String> config = Pipeline.config(connector, Map.of(key, value));

        Map<String, List<String>> errors = worker.validate(config.get("connector.class"), config);
        assertThat(errors).containsOnlyKeys(key);
        assertThat(errors.get(key))
                .singleElement()
                .asString()
                .startsWith("Invalid value " + value + " for configuration ")
                .contains(key.replace("value.converter.", "") + ": expected ")
                .contains(" Omit it for the default, ");
        assertThatThrownBy(() -> worker.put("wrong", config))
                .isInstanceOf(ConnectRestException.class)
                .hasMessageContaining("status 400")
                .hasMessageContaining(errors.get(key).get(0));
        assertThat(worker.connectors()).doesNotContain("wrong");
    }

    private static void stopped(String connector) {
        worker.stop(connector);
        worker.await(
                connector,
                "to stop",
                status -> status.state().equals("STOPPED") && status.tasks().isEmpty(),
                PATIENCE);
    }

    private static void awaitRows(String query, Set<String> expected) {
        await(query)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Pipeline.column(TestServers.postgres(), query))
                        .containsAll(expected));
    }
}
