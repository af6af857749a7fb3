// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import static io.millrace.converters.internal.registry.Certificates.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.wire.StubRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries behind TLS: whom we trust, for which host, and whom they let in. */
class TlsTest {
    private static final String SSL = "schema.registry.ssl.";
    private static final String ANY_HOST = SSL + "endpoint.identification.algorithm";
    private static final String FIX = " at orders value. Correct the settings 'schema.registry.ssl.*', or the"
            + " certificates; the task resumes without loss after a restart.";

    @TempDir
    static Path dir;

    private static Path server;
    private static Path elsewhere;
    private static Path client;

    @BeforeAll
    static void makeKeys() {
        Certificates certificates = new Certificates(dir);
        server = certificates.keys("server", "ip:127.0.0.1");
        elsewhere = certificates.keys("elsewhere", "dns:elsewhere.example");
        client = certificates.keys("client", "dns:client.example");
    }

    private static StubRegistry serving(Path keys) throws Exception {
        return new StubRegistry(Certificates.server(keys)).answers(200, "{}");
    }

    private static String[] trusting(String type, Path keys, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(List.of(SSL + "truststore.type", type));
        all.addAll(List.of(SSL + "truststore.location", trustFile(type, keys).toString()));
        if (!type.equals("PEM")) {
            all.addAll(List.of(SSL + "truststore.password", PASSWORD));
        }
        return all.toArray(String[]::new);
    }

    private static Path trustFile(String type, Path keys) throws Exception {
        return type.equals("PEM")
                ? Files.writeString(Path.of(keys + ".trust.pem"), Certificates.certificatePem(keys))
                : Certificates.trust(type, keys);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "PKCS12", "PEM"})
    void trustsWhatIsInTheTrustStore(String type) throws Exception {
        try (StubRegistry stub = serving(server)) {
            assertThat(Options.fetch(stub.url(), trusting(type, server)).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void trustsCertificatesInTheSettings() throws Exception {
        try (StubRegistry stub = serving(server)) {
            assertThat(Options.fetch(
                                    stub.url(),
                                    SSL + "truststore.type",
                                    "PEM",
                                    SSL + "truststore.certificates",
                                    Certificates.certificatePem(server))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void trustsNobodyElseWhateverTheHost() throws Exception {
        try (StubRegistry stub = serving(server)) {
            String untrusted = "Cannot fetch schema 7: " + stub.url() + " failed the TLS handshake (PKIX path building"
                    + " failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid"
                    + " certification path to requested target) (1 attempt in ";

            assertThatThrownBy(() -> Options.fetch(stub.url(), trusting("PKCS12", elsewhere)))
                    .isInstanceOf(RegistryOutageError.class)
                    .hasMessageStartingWith(untrusted)
                    .hasMessageEndingWith(FIX);
            assertThatThrownBy(() -> Options.fetch(stub.url(), trusting("PKCS12", elsewhere, ANY_HOST, "")))
                    .hasMessageStartingWith(untrusted);
            assertThatThrownBy(() -> Options.fetch(stub.url())).hasMessageStartingWith(untrusted);
            assertThat(stub.requests()).isEmpty();
        }
    }

    @Test
    void doesNotWaitForABadCertificateToBecomeGood() throws Exception {
        try (StubRegistry stub = serving(server)) {
            assertThatThrownBy(() -> Options.fetch(stub.url(), "registry.outage.timeout.ms", "-1"))
                    .hasMessageContaining(" (1 attempt in ");
        }
    }

    @Test
    void checksTheHostUnlessToldNotTo() throws Exception {
        try (StubRegistry stub = serving(elsewhere)) {
            assertThatThrownBy(() -> Options.fetch(stub.url(), trusting("PKCS12", elsewhere)))
                    .isInstanceOf(RegistryOutageError.class)
                    .hasMessageStartingWith("Cannot fetch schema 7: " + stub.url() + " failed the TLS handshake (No"
                            + " subject alternative names matching IP address 127.0.0.1 found) (1 attempt in ")
                    .hasMessageEndingWith(FIX);
            assertThat(stub.requests()).isEmpty();

            assertThat(Options.fetch(stub.url(), trusting("PKCS12", elsewhere, ANY_HOST, ""))
                            .status())
                    .isEqualTo(200);
            // The one setting is no other converter's.
            assertThatThrownBy(() -> Options.fetch(stub.url(), trusting("PKCS12", elsewhere)))
                    .isInstanceOf(RegistryOutageError.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "PKCS12"})
    void isLetInWithItsKey(String type) throws Exception {
        try (StubRegistry stub = new StubRegistry(Certificates.server(server, client)).answers(200, "{}")) {
            assertThat(Options.fetch(
                                    stub.url(),
                                    trusting(
                                            "PKCS12",
                                            server,
                                            SSL + "keystore.type",
                                            type,
                                            SSL + "keystore.location",
                                            Certificates.keysAs(type, client).toString(),
                                            SSL + "keystore.password",
                                            PASSWORD))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void isLetInWithAKeyInPem() throws Exception {
        String key = Certificates.keyPem(client);
        String certificate = Certificates.certificatePem(client);
        Path file = Files.writeString(dir.resolve("client.pem"), key + certificate);
        try (StubRegistry stub = new StubRegistry(Certificates.server(server, client)).answers(200, "{}")) {
            assertThat(Options.fetch(
                                    stub.url(),
                                    trusting(
                                            "PEM",
                                            server,
                                            SSL + "keystore.type",
                                            "PEM",
                                            SSL + "keystore.location",
                                            file.toString()))
                            .status())
                    .isEqualTo(200);
            assertThat(Options.fetch(
                                    stub.url(),
                                    trusting(
                                            "PEM",
                                            server,
                                            SSL + "keystore.type",
                                            "PEM",
                                            SSL + "keystore.key",
                                            key,
                                            SSL + "keystore.certificate.chain",
                                            certificate))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void isNotLetInWithoutOrWithAnothersKey() throws Exception {
        try (StubRegistry stub = new StubRegistry(Certificates.server(server, client)).answers(200, "{}")) {
            assertThatThrownBy(() -> Options.fetch(stub.url(), trusting("PKCS12", server)))
                    .isInstanceOf(RegistryOutageError.class)
                    .hasMessageContaining(stub.url())
                    .hasMessageContaining("certificate");
            assertThatThrownBy(() -> Options.fetch(
                            stub.url(),
                            trusting(
                                    "PKCS12",
                                    server,
                                    SSL + "keystore.type",
                                    "PKCS12",
                                    SSL + "keystore.location",
                                    elsewhere.toString(),
                                    SSL + "keystore.password",
                                    PASSWORD)))
                    .isInstanceOf(RegistryOutageError.class);
            assertThat(stub.requests()).isEmpty();
        }
    }

    @Test
    void speaksTheProtocolAndCiphersThatItIsTold() throws Exception {
        try (StubRegistry stub = serving(server)) {
            Options.fetch(stub.url(), trusting("PKCS12", server));
            Options.fetch(stub.url(), trusting("PKCS12", server, SSL + "enabled.protocols", "TLSv1.2"));
            Options.fetch(stub.url(), trusting("PKCS12", server, SSL + "cipher.suites", "TLS_AES_128_GCM_SHA256"));

            assertThat(stub.sessions().get(0)).startsWith("TLSv1.3 ");
            assertThat(stub.sessions().get(1)).startsWith("TLSv1.2 ");
            assertThat(stub.sessions().get(2)).isEqualTo("TLSv1.3 TLS_AES_128_GCM_SHA256");
        }
    }

    @Test
    void refusesStoresThatItCannotReadWithoutShowingPasswords() throws Exception {
        String store = Certificates.trust("PKCS12", server).toString();

        assertThatThrownBy(() -> Options.of(
                        "https://registry",
                        SSL + "truststore.type",
                        "PKCS12",
                        SSL + "truststore.location",
                        store,
                        SSL + "truststore.password",
                        "wr0ng"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("The settings schema.registry.ssl.* cannot be used: Failed to load SSL keystore " + store
                        + " of type PKCS12, keystore password was incorrect. Correct the store, its type and its"
                        + " passwords.");
        assertThatThrownBy(() -> Options.of("https://registry", SSL + "truststore.location", dir + "/none"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value " + dir + "/none for configuration schema.registry.ssl.truststore.location:"
                        + " not a file that the worker can read. Correct it.");
    }

    @Test
    void readsAStoreAgainThatHasBeenWritten() throws Exception {
        Path store = dir.resolve("renewed.p12");
        Files.copy(Certificates.trust("PKCS12", elsewhere), store);
        Files.setLastModifiedTime(store, FileTime.fromMillis(1_000_000));
        String[] settings = {
            SSL + "truststore.type",
            "PKCS12",
            SSL + "truststore.location",
            store.toString(),
            SSL + "truststore.password",
            PASSWORD
        };
        try (StubRegistry stub = serving(server)) {
            assertThatThrownBy(() -> Options.fetch(stub.url(), settings)).isInstanceOf(RegistryOutageError.class);

            Files.copy(Certificates.trust("PKCS12", server), store, StandardCopyOption.REPLACE_EXISTING);

            assertThat(Options.fetch(stub.url(), settings).status()).isEqualTo(200);
        }
    }
}
