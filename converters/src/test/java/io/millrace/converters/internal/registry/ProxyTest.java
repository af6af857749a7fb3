// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.wire.StubRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registries behind an HTTP proxy: {@code http} by absolute URLs, {@code https} by a tunnel. */
class ProxyTest {
    private static final String[] USER = {
        "basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:pa55"
    };

    @Test
    void asksThroughTheProxy() throws Exception {
        try (StubProxy proxy = new StubProxy();
                StubRegistry stub = new StubRegistry().answers(200, "{}")) {
            assertThat(Options.fetch(stub.url(), settings(proxy)).status()).isEqualTo(200);

            assertThat(proxy.heads()).hasSize(1);
            assertThat(proxy.heads().get(0)).startsWith("GET " + stub.url() + "/schemas/ids/7 HTTP/1.1\r\n");
            assertThat(stub.authorizations()).containsExactly("Basic bWU6cGE1NQ==");
        }
    }

    @Test
    void makesATunnelForTlsAndShowsTheProxyNoCredentials(@TempDir Path dir) throws Exception {
        Certificates certificates = new Certificates(dir);
        Path keys = certificates.keys("server", "ip:127.0.0.1");
        try (StubProxy proxy = new StubProxy();
                StubRegistry stub = new StubRegistry(Certificates.server(keys)).answers(200, "{}")) {
            String[] settings = settings(
                    proxy,
                    "schema.registry.ssl.truststore.type",
                    "PEM",
                    "schema.registry.ssl.truststore.certificates",
                    Certificates.certificatePem(keys));

            assertThat(Options.fetch(stub.url(), settings).status()).isEqualTo(200);

            assertThat(proxy.heads()).hasSize(1);
            assertThat(proxy.heads().get(0))
                    .startsWith("CONNECT " + stub.url().substring("https://".length()) + " HTTP/1.1\r\n")
                    .doesNotContain("Authorization");
            assertThat(stub.authorizations()).containsExactly("Basic bWU6cGE1NQ==");
        }
    }

    @Test
    void saysThatTheProxyIsNotThere() throws Exception {
        StubProxy gone = new StubProxy();
        gone.close();

        assertThatThrownBy(() -> Options.fetch("http://registry.invalid:8081", settings(gone)))
                .isInstanceOf(RegistryOutageError.class)
                .hasMessageContaining("http://registry.invalid:8081 refused the connection (1 attempt");
    }

    private static String[] settings(StubProxy proxy, String... more) {
        String[] own = {"proxy.host", "127.0.0.1", "proxy.port", String.valueOf(proxy.port())};
        String[] all = new String[own.length + USER.length + more.length];
        System.arraycopy(own, 0, all, 0, own.length);
        System.arraycopy(USER, 0, all, own.length, USER.length);
        System.arraycopy(more, 0, all, own.length + USER.length, more.length);
        return all;
    }
}
