// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.connectors.Run;
import io.millrace.testkit.TlsKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program makes of workers that are not ready, refuse, or are none. */
class WorkerErrorsTest {
    private static final String LIST = "GET /connectors?expand=info&expand=status";
    private static final String REBALANCE =
            "Cannot complete request momentarily due to stale configuration (typically caused by a concurrent config change)";
    private static final String BASIC = "Basic b3BzOnMzY3JldA=="; // ops:s3cret

    private final FakeWorker worker = new FakeWorker();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        worker.close();
    }

    private Run run(String... args) {
        return Run.of(Map.of("CONNECT_URL", worker.url() + "/"), args);
    }

    @Test
    void asksAgainWhileTheGroupRebalances() {
        worker.refuse(LIST, 409, REBALANCE).refuse(LIST, 409, REBALANCE).on(LIST, "{}");

        Run run = run();

        assertThat(run.err())
                .isEqualTo("The workers are not ready, asking again for up to 60 s: " + REBALANCE
                        + "\nThere are no connectors at " + worker.url() + ".\n");
        assertThat(run.status()).isZero();
        assertThat(worker.requests()).hasSize(3);
    }

    @Test
    void doesNotAskAgainForEver() {
        worker.refuse(LIST, 409, REBALANCE);

        Run run = run("--timeout", "2s");

        assertThat(run.err())
                .endsWith("Cannot list the connectors: " + worker.url() + " answered 409, " + REBALANCE
                        + ". The group is still rebalancing; try again, or wait longer by --timeout.\n");
        assertThat(run.status()).isEqualTo(3);
        assertThat(worker.requests()).hasSize(5);
    }

    @Test
    void outlivesALeaderThatIsGone() {
        String stop = "PUT /connectors/orders/stop";
        String dead = "IO Error trying to forward REST request: java.net.ConnectException: Connection refused";
        worker.on("GET /connectors/orders/status", running("orders"))
                .on(
                        "GET /connectors/orders/status",
                        "{\"name\":\"orders\",\"connector\":{\"state\":\"STOPPED\"},\"tasks\":[]}");
        worker.refuse(stop, 500, dead).on(stop, 204, "");

        assertThat(run("stop", "orders").out()).isEqualTo("orders: STOPPED\n");

        worker.refuse("PUT /connectors/orders/pause", 500, dead);
        assertThat(run("--timeout", "1s", "pause", "orders").err())
                .endsWith("Cannot pause orders: " + worker.url() + " answered 500, " + dead
                        + ". The worker that was asked cannot reach the one that leads the group: see whether that runs, and"
                        + " whether its rest.advertised.host.name can be reached from the others.\n");
    }

    private static String running(String name) {
        return "{\"name\":\"" + name + "\",\"type\":\"sink\",\"connector\":{\"state\":\"RUNNING\"},"
                + "\"tasks\":[{\"id\":0,\"state\":\"RUNNING\"}]}";
    }

    @Test
    void passesOnWhatConnectSays() {
        worker.on("GET /connectors/orders/status", running("orders"));
        worker.refuse("PUT /connectors/orders/pause", 500, "Request timed out");

        Run run = run("pause", "orders");

        assertThat(run.err()).isEqualTo("Cannot pause orders: " + worker.url() + " answered 500, Request timed out.\n");
        assertThat(run.status()).isEqualTo(3);
        assertThat(worker.changes()).as("not sent again").hasSize(1);
    }

    @Test
    void saysWhichConnectWouldBeNeeded() {
        worker.on("GET /", "{\"version\":\"3.4.1\",\"commit\":\"c\"}")
                .on("GET /connectors/orders/status", running("orders"));

        assertThat(run("stop", "orders").err())
                .isEqualTo(
                        "Cannot stop orders: " + worker.url() + " is Kafka Connect 3.4.1, which has no such request. "
                                + "Stopping connectors needs 3.5, altering offsets 3.6.\n");
    }

    @Test
    void noticesThatItIsNoWorker() {
        assertThat(run().err())
                .isEqualTo("Cannot list the connectors: " + worker.url()
                        + " is not the REST API of Kafka Connect. Correct --url.\n");

        worker.onHtml(LIST, 200, "<html>");
        assertThat(run().err())
                .isEqualTo(worker.url()
                        + " is not the REST API of Kafka Connect: it answered with text/html. Correct --url.\n");
    }

    @Test
    void aConnectorThatWasJustCreatedIsUnassigned() {
        worker.on("GET /connectors", "[\"young\"]").on("GET /connectors/young/config", "{}");
        worker.refuse("GET /connectors/young/status", 404, "No status found for connector young");

        assertThat(run("status", "young").out()).contains("connector  UNASSIGNED\nno tasks\n");
    }

    @Test
    void namesAreEncoded() {
        worker.on("GET /connectors/a%20b%2Fc/status", running("a b/c")).on("PUT /connectors/a%20b%2Fc/pause", 202, "");

        run("--timeout", "0s", "pause", "a b/c");

        assertThat(worker.changes()).containsExactly("PUT /connectors/a%20b%2Fc/pause");
    }

    @Test
    void showsWhoItIs() throws IOException {
        worker.requireAuthorization(BASIC);
        worker.on(LIST, "{}");
        Map<String, String> environment = new HashMap<>(Map.of("CONNECT_URL", worker.url()));

        assertThat(Run.of(environment).err())
                .isEqualTo("Cannot list the connectors: " + worker.url()
                        + " answered 401, HTTP 401. Set CONNECT_USER and CONNECT_PASSWORD to a user who may.\n");

        environment.put("CONNECT_USER", "ops");
        assertThat(Run.of(environment).err())
                .isEqualTo("There is no password for the user ops. Set CONNECT_PASSWORD, or name a file that has it: "
                        + "--password-file.\n");

        Path file = Files.writeString(folder.resolve("password"), "s3cret\n");
        assertThat(Run.of(environment, "--password-file", file.toString()).status())
                .isZero();
        environment.put("CONNECT_PASSWORD", "s3cret");
        assertThat(Run.of(environment).status()).isZero();
    }

    @Test
    void warnsOfAPasswordInTheCommandLine() {
        worker.requireAuthorization(BASIC);
        worker.on(LIST, "{}");
        String url = worker.url().replace("//", "//ops:s3cret@");

        Run run = Run.of(Map.of(), "--url", url);

        assertThat(run.err())
                .startsWith("Warning: --url holds a password, which others on this machine can see. ")
                .doesNotContain("s3cret");
        assertThat(run.status()).isZero();
        assertThat(Run.of(Map.of("CONNECT_URL", url)).err()).doesNotContain("Warning", "s3cret");
    }

    @Test
    void refusesWhatIsNoUrl() {
        assertThat(Run.of(Map.of(), "--url", "ops:s3cret@connect:8083").err())
                .startsWith("The worker's URL is none: ")
                .contains("(expected such as http://connect.example:8083). Correct --url or CONNECT_URL.");
        assertThat(Run.of(Map.of(), "--url", "http://ops:s3cret@a b/").err()).doesNotContain("s3cret");
    }

    @Test
    void tellsThatNobodyListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        Run run = Run.of(Map.of(), "--url", "http://127.0.0.1:" + port);

        assertThat(run.err())
                .isEqualTo("Cannot reach Kafka Connect at http://127.0.0.1:" + port
                        + ": nothing listens there. Correct --url, or see whether the worker runs.\n");
        assertThat(run.status()).isEqualTo(3);
    }

    @Test
    void tellsThatNobodyKnowsTheHost() {
        assertThat(Run.of(Map.of(), "--url", "http://connect.invalid:8083").err())
                .isEqualTo(
                        "Cannot reach Kafka Connect at http://connect.invalid:8083: nobody knows the host. Correct --url.\n");
    }

    @Test
    void doesNotWaitForOneThatDoesNotAnswer() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + mute.getLocalPort();

            assertThat(Run.of(Map.of(), "--url", url, "--request-timeout", "200ms")
                            .err())
                    .startsWith("Cannot reach Kafka Connect at " + url + ": no answer within 0.2 s.");
        }
    }

    @Test
    void trustsWhatTheSslConfigNames() throws IOException {
        TlsKeys keys = TlsKeys.make(folder, "worker", "ip:127.0.0.1");
        try (FakeWorker secure = FakeWorker.withTls(keys)) {
            secure.on(LIST, "{}");
            Path config = Files.writeString(
                    folder.resolve("client.properties"),
                    "security.protocol=SSL\nssl.truststore.type=PEM\nssl.truststore.location=" + keys.certificate()
                            + "\n");

            Run strange = Run.of(Map.of(), "--url", secure.url());
            assertThat(strange.err())
                    .startsWith("Cannot reach Kafka Connect at " + secure.url() + ": TLS failed, ")
                    .endsWith(" Name the certificates to trust in a file of --ssl-config, or correct --url.\n");
            assertThat(Run.of(Map.of(), "--url", secure.url(), "--ssl-config", config.toString())
                            .status())
                    .isZero();
        }
    }

    @Test
    void readsTimesInSeveralUnits() {
        worker.on(LIST, "{}");

        assertThat(run("--timeout", "2m").status()).isZero();
        assertThat(run("--timeout", "soon").err()).contains("found 'soon' (expected such as 30s, 2m or 500ms)");
    }
}
