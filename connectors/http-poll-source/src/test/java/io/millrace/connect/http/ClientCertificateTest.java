// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.millrace.testkit.TlsKeys;
import io.millrace.testkit.api.FakeApi;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An API that answers only those whose certificate it knows (mTLS). */
@Timeout(60)
class ClientCertificateTest {
    @TempDir
    private static Path dir;

    private static final AtomicInteger ANSWERED = new AtomicInteger();
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static TlsKeys serverKeys;
    private static TlsKeys clientKeys;
    private static TlsKeys strangersKeys;
    private static HttpsServer server;

    @BeforeAll
    static void start() throws Exception {
        serverKeys = TlsKeys.make(dir, "server", "ip:127.0.0.1");
        clientKeys = TlsKeys.make(dir, "client", "dns:client.example");
        strangersKeys = TlsKeys.make(dir, "stranger", "dns:stranger.example");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setHttpsConfigurator(new HttpsConfigurator(context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = getSSLContext().getDefaultSSLParameters();
                tls.setNeedClientAuth(true);
                parameters.setSSLParameters(tls);
            }
        });
        server.setExecutor(THREADS);
        server.createContext("/", ClientCertificateTest::answer);
        server.start();
    }

    private static SSLContext context() throws Exception {
        KeyStore own = KeyStore.getInstance(serverKeys.store().toFile(), TlsKeys.PASSWORD.toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, TlsKeys.PASSWORD.toCharArray());
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        try (InputStream certificate = Files.newInputStream(clientKeys.certificate())) {
            known.setCertificateEntry(
                    "client", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        ANSWERED.incrementAndGet();
        byte[] page = ("{\"data\":[" + FakeApi.event(0) + "]}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        THREADS.shutdownNow();
    }

    private static Map<String, String> props(String... more) {
        Map<String, String> props = new HashMap<>(Map.of(
                "topic",
                "t",
                "http.url",
                "https://127.0.0.1:" + server.getAddress().getPort() + "/v1/events",
                "pagination.type",
                "none",
                "retry.timeout.ms",
                "1000",
                "http.ssl.truststore.location",
                serverKeys.certificate().toString(),
                "http.ssl.truststore.type",
                "PEM"));
        for (int i = 0; i < more.length; i += 2) {
            props.put("http.ssl.keystore." + more[i], more[i + 1]);
        }
        return props;
    }

    private static void assertReads(Map<String, String> props) {
        try (TestPoller poller = new TestPoller(props, Position.START)) {
            assertThat(TestPoller.ids(poller.poll(1))).containsExactly("e0");
        }
    }

    private static void assertRefused(Map<String, String> props) {
        int before = ANSWERED.get();
        try (TestPoller poller = new TestPoller(props, Position.START)) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> poller.poll(100))
                    .withMessageStartingWith("Cannot read a page: found ")
                    .withMessageContaining(" until retry.timeout.ms had passed (expected 200) at https://127.0.0.1:");
        }
        assertThat(ANSWERED).hasValue(before);
    }

    @Test
    void readsWithAKeyStore() {
        assertReads(props("location", clientKeys.store().toString(), "type", "PKCS12", "password", TlsKeys.PASSWORD));
    }

    @Test
    void readsWithAKeyAndItsCertificateAsText() throws IOException {
        assertReads(props(
                "type",
                "PEM",
                "key",
                Files.readString(clientKeys.pemKey()),
                "certificate.chain",
                Files.readString(clientKeys.certificate())));
    }

    @Test
    void isRefusedWithoutACertificate() {
        assertRefused(props());
    }

    @Test
    void isRefusedWithACertificateThatIsNotKnown() {
        assertRefused(
                props("location", strangersKeys.store().toString(), "type", "PKCS12", "password", TlsKeys.PASSWORD));
    }
}
