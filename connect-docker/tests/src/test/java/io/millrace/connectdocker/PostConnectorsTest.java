// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the Compose file's one-shot service says to a worker. */
class PostConnectorsTest {
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private HttpServer worker;
    private volatile int status = 201;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":")).anyMatch(dir -> Files.exists(Path.of(dir, "curl"))),
                "There is no curl on the PATH");
        worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        worker.createContext("/connectors", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = "{\"message\":\"as told\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        worker.start();
    }

    @AfterEach
    void stop() {
        if (worker != null) {
            worker.stop(0);
        }
    }

    @Test
    void postsTheFilesAsTheyAre() throws IOException {
        Outcome outcome = post("device-pushes-source shop-postgres-sink");

        assertThat(outcome).isEqualTo(new Outcome(0, "device-pushes-source: created\nshop-postgres-sink: created\n"));
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(bodies.get(0)))
                .isEqualTo(
                        json.readTree(Pipeline.connector("device-pushes-source").toFile()));
        assertThat(json.readTree(bodies.get(1)))
                .isEqualTo(
                        json.readTree(Pipeline.connector("shop-postgres-sink").toFile()));
    }

    @Test
    void leavesAConnectorThatIsThereAlready() {
        status = 409;

        assertThat(post("shop-postgres-sink")).isEqualTo(new Outcome(0, "shop-postgres-sink: is there already\n"));
    }

    @Test
    void failsWithTheWorkersWordsAndGoesOn() {
        status = 400;

        Outcome outcome = post("device-pushes-source shop-postgres-sink");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.output())
                .contains("device-pushes-source: refused: {\"message\":\"as told\"}\n400")
                .contains("shop-postgres-sink: refused: ");
        assertThat(bodies).hasSize(2);
    }

    @Test
    void failsIfNoWorkerAnswers() {
        worker.stop(0);

        assertThat(post("shop-postgres-sink").exit()).isEqualTo(1);
    }

    private Outcome post(String connectors) {
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                "compose/post-connectors",
                "http://127.0.0.1:" + worker.getAddress().getPort());
        builder.environment().put("CONNECTORS", connectors);
        builder.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        return Outcome.of(builder);
    }
}
