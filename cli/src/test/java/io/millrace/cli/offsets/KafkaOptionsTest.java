// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.connectors.Run;
import io.millrace.cli.rest.FakeWorker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said where the Kafka that is named cannot be asked. */
class KafkaOptionsTest {
    private static final String REMEDY = " Correct --bootstrap-servers, or what is in --command-config.\n";

    private final FakeWorker worker = new FakeWorker();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        worker.close();
    }

    private Run list(String... args) {
        worker.on(
                "GET /connectors?expand=info&expand=status",
                "{\"orders\":{\"info\":{\"config\":{\"topics\":\"orders\"}},\"status\":{\"name\":\"orders\",\"type\":\"sink\"}}}");
        worker.on("GET /connectors/orders/offsets", "{\"offsets\":[]}");
        return Run.of(Map.of("CONNECT_URL", worker.url()), args);
    }

    @Test
    void doesNotWaitLongForAKafkaThatDoesNotAnswer() throws IOException {
        Path config = Files.writeString(
                folder.resolve("client.properties"), "request.timeout.ms=200\ndefault.api.timeout.ms=300\n");
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String kafka = "127.0.0.1:" + mute.getLocalPort();

            Run run = list("--bootstrap-servers", kafka, "--command-config", config.toString());

            assertThat(run.err())
                    .startsWith("Cannot read topics from Kafka at " + kafka + ": ")
                    .endsWith(REMEDY);
            assertThat(run.status()).isEqualTo(3);
        }
    }

    @Test
    void saysWhatIsWrongWithTheSettings() throws IOException {
        Path config = Files.writeString(folder.resolve("client.properties"), "security.protocol=SSSL\n");

        Run run = list("--bootstrap-servers", "127.0.0.1:9092", "--command-config", config.toString());

        assertThat(run.err())
                .startsWith("Cannot use Kafka at 127.0.0.1:9092: ")
                .contains("SSSL")
                .endsWith(REMEDY);
        assertThat(list("--bootstrap-servers", "127.0.0.1:9092", "--command-config", "gone")
                        .err())
                .startsWith("Cannot read gone: ")
                .endsWith("Correct --command-config.\n");
    }

    @Test
    void isNotAskedUnlessNamed() {
        assertThat(list().out()).doesNotContain("LAG");
        assertThat(worker.requests()).containsExactly("GET /connectors?expand=info&expand=status");
    }
}
