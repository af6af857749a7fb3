// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.testkit.servers.ConnectWorker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Moving to a new connector as docs/connectors/migrate-from-jdbc-sinks.md says, with Connect's REST API alone. */
@Timeout(300)
class MigrationIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = ConnectWorker.Version.class,
            names = {"CURRENT", "OLDEST"})
    void newConnectorBeginsWhereTheOldOneEnded(ConnectWorker.Version version) throws Exception {
        try (Sandbox sandbox = new Sandbox();
                ConnectWorker worker = PackagedSink.worker().version(version).start()) {
            Numbers numbers = new Numbers(sandbox);
            String former = "former-" + sandbox.schema;
            String fresh = "fresh-" + sandbox.schema;
            numbers.create();
            numbers.produce(0, 8);
            worker.put(former, numbers.config("name", former));
            numbers.awaitRows(8);
            worker.stop(former);
            worker.await(
                    former,
                    "to stop",
                    status -> status.state().equals("STOPPED") && status.tasks().isEmpty(),
                    Numbers.SOON);
            String offsets = send(worker, "GET", former, BodyPublishers.noBody());
            numbers.produce(8, 12);

            worker.post(stopped(fresh, numbers.config("name", fresh)));
            send(worker, "PATCH", fresh, BodyPublishers.ofString(offsets));
            assertThat(sandbox.query("SELECT partition, next_offset FROM $_offsets.sink_offsets WHERE connector = '"
                            + fresh + "' ORDER BY partition"))
                    .containsExactly("0|4", "1|4");
            worker.resume(fresh);
            worker.awaitRunning(fresh, Numbers.SOON);
            numbers.produce(12, 14);
            numbers.awaitRows(14);

            assertThat(sandbox.query("SELECT count(*), count(DISTINCT n) FROM $.appended"))
                    .containsExactly("14|14");
            worker.delete(fresh);
            worker.delete(former);
        }
    }

    private Path stopped(String name, Map<String, String> config) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode request = json.createObjectNode().put("name", name).put("initial_state", "STOPPED");
        request.set("config", json.valueToTree(config));
        return Files.writeString(folder.resolve("new-sink.json"), request.toString());
    }

    private static String send(ConnectWorker worker, String method, String connector, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(worker.url() + "/connectors/" + connector + "/offsets"))
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
