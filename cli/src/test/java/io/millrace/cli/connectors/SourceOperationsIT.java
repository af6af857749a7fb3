// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.Outcome;
import io.millrace.testkit.api.FakeApi;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.TopicReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operator does with a packaged source in a real worker, new and old, by the command line alone. */
@Timeout(240)
class SourceOperationsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = ConnectWorker.Version.class,
            names = {"CURRENT", "OLDEST"})
    void bringsASourceBackAndHasItReadAgain(ConnectWorker.Version version) throws Exception {
        String topic = "taps" + version.ordinal();
        String source = "taps-source" + version.ordinal();
        try (FakeApi api = new FakeApi(20);
                OperatedWorker operated = new OperatedWorker(version)) {
            operated.worker().put(source, OperatedWorker.sourceConfig(api, topic));
            awaitRecords(topic, 20);
            Path kept = folder.resolve("offsets.json");
            await().atMost(SOON).until(() -> {
                Files.writeString(
                        kept,
                        operated.connectors("offsets", "show", source, "--output", "json")
                                .out());
                return JSON.readTree(kept.toFile()).path("offsets").size() == 1;
            });

            // The API lets it in no longer; then it does again.
            api.authorization("Bearer of-another");
            await().atMost(SOON)
                    .until(() -> operated.connectors("status", source).status() == 1);
            assertThat(operated.connectors("status", source).out()).contains("Root cause: ", "401");
            api.authorization("");
            Outcome restarted = operated.connectors("restart", "--failed");
            assertThat(restarted.out()).isEqualTo(source + ": RUNNING\n");
            assertThat(restarted.status()).isZero();
            api.append(5);
            awaitRecords(topic, 25);

            // Back to the offset that was kept, and from the beginning.
            assertThat(operated.connectors("stop", source).status()).isZero();
            JsonNode late = JSON.readTree(
                    operated.connectors("offsets", "show", source, "-o", "json").out());
            Outcome altered = operated.connectors("offsets", "alter", source, "--file", kept.toString(), "--yes");
            assertThat(altered.out()).contains("  - {", "  + {", "Done: ");
            JsonNode now = JSON.readTree(
                    operated.connectors("offsets", "show", source, "-o", "json").out());
            assertThat(now).isEqualTo(JSON.readTree(kept.toFile())).isNotEqualTo(late);
            assertThat(operated.connectors("resume", source).status()).isZero();
            awaitRecords(topic, 30);
            Outcome reset = operated.connectors("offsets", "reset", source, "--yes", "--stop");
            assertThat(reset.out()).contains("  + none", "Done: ");
            assertThat(reset.status()).isZero();
            awaitRecords(topic, 55);
        }
    }

    private static void awaitRecords(String topic, int count) {
        new TopicReader(OperatedWorker.kafka(), SOON).read(topic, count, count);
    }
}
