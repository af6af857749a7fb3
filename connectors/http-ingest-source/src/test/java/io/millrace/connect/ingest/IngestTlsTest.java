// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.TlsKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests by TLS, and whether senders have to show a certificate. */
@Timeout(120)
class IngestTlsTest {
    private static final String EVENT = "{\"event_id\":\"e1\",\"device_id\":\"d\",\"type\":\"tap\"}";

    @TempDir
    private static Path dir;

    private static TlsKeys server;
    private static TlsKeys device;
    private static TlsKeys stranger;

    @BeforeAll
    static void makeKeys() {
        server = TlsKeys.make(dir, "server", "ip:127.0.0.1");
        device = TlsKeys.make(dir, "device", "dns:device.example");
        stranger = TlsKeys.make(dir, "stranger", "dns:stranger.example");
    }

    private static TaskRun run(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "http.ssl.keystore.location",
                server.store().toString(),
                "http.ssl.keystore.type",
                "PKCS12",
                "http.ssl.keystore.password",
                TlsKeys.PASSWORD));
        settings.addAll(Arrays.asList(more));
        return TaskRun.of(settings.toArray(String[]::new));
    }

    private static TaskRun runForDevices(String clientCertificate) {
        return run(
                "http.ssl.client.certificate",
                clientCertificate,
                "http.ssl.truststore.location",
                device.certificate().toString(),
                "http.ssl.truststore.type",
                "PEM");
    }

    /** Who trusts the server, and may have a certificate of its own. */
    private static HttpClient client(@Nullable TlsKeys own) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(server.certificate())) {
            Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            trusted.setCertificateEntry("server", certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own == null ? null : new KeyManager[] {new Insistent(own)}, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static HttpResponse<String> post(HttpClient client, TaskRun run, HttpClient.Version version)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + run.port() + "/v1/events"))
                .version(version)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(EVENT))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void agreesOnAVersionOfHttp(HttpClient.Version version) throws Exception {
        try (TaskRun run = run()) {
            HttpResponse<String> told = post(client(null), run, version);

            assertThat(told.statusCode()).isEqualTo(200);
            assertThat(told.version()).isEqualTo(version);
            assertThat(run.records()).hasSize(1);
        }
    }

    @Test
    void takesNothingInTheClear() throws IOException {
        try (TaskRun run = run();
                RawHttp connection = new RawHttp(run.port())) {
            String told = connection
                    .send(RawHttp.post("/v1/events", "application/json", EVENT))
                    .rest();

            assertThat(RawHttp.statuses(told)).isSubsetOf(400);
            assertThat(run.records()).isEmpty();
            assertThat(run.failure()).isNull();
        }
    }

    @Test
    void letsInOnlyWhoHasACertificateThatIsTrusted() throws Exception {
        try (TaskRun run = runForDevices("required")) {
            assertThat(post(client(device), run, HttpClient.Version.HTTP_2).statusCode())
                    .isEqualTo(200);
            // By HTTP/1.1: the client may not notice for ever what the server says of its certificate on HTTP/2.
            for (TlsKeys other : Arrays.asList(null, stranger, server)) {
                HttpClient refused = client(other);
                assertThatThrownBy(() -> post(refused, run, HttpClient.Version.HTTP_1_1))
                        .isInstanceOf(IOException.class);
            }
            assertThat(run.records()).hasSize(1);
            assertThat(run.failure()).isNull();
        }
    }

    @Test
    void takesSendersWithoutACertificateButNotWithAWrongOneWhereItAsks() throws Exception {
        try (TaskRun run = runForDevices("requested")) {
            for (TlsKeys own : Arrays.asList(null, device)) {
                assertThat(post(client(own), run, HttpClient.Version.HTTP_1_1).statusCode())
                        .isEqualTo(200);
            }
            HttpClient refused = client(stranger);
            assertThatThrownBy(() -> post(refused, run, HttpClient.Version.HTTP_1_1))
                    .isInstanceOf(IOException.class);
            assertThat(run.records()).hasSize(2);
        }
    }

    /** Shows its certificate to servers that have not asked for one of its issuer, too. */
    private static final class Insistent extends X509ExtendedKeyManager {
        private final X509Certificate[] chain;
        private final PrivateKey key;

        Insistent(TlsKeys own) throws GeneralSecurityException, IOException {
            KeyStore store = KeyStore.getInstance(own.store().toFile(), TlsKeys.PASSWORD.toCharArray());
            String alias = store.aliases().nextElement();
            chain = new X509Certificate[] {(X509Certificate) store.getCertificate(alias)};
            key = (PrivateKey) store.getKey(alias, TlsKeys.PASSWORD.toCharArray());
        }

        @Override
        public String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return "own";
        }

        @Override
        public String chooseEngineClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return "own";
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {"own"};
        }

        @Override
        public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}
