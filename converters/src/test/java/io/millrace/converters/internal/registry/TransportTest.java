// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.converters.internal.registry.Transport.Proxy;
import io.millrace.converters.internal.registry.Transport.Settings;
import io.millrace.http.internal.Tls.TlsSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

/** Who shares connections, tokens and what is known of an outage with whom. */
class TransportTest {
    private static Settings settings(int connectMs, Proxy proxy, TlsSettings tls) {
        return new Settings(Duration.ofMillis(connectMs), Duration.ofSeconds(1), proxy, tls);
    }

    private static TlsSettings tls(String password) {
        return new TlsSettings(
                RegistryOptions.TLS_PREFIX,
                Map.of(
                        "ssl.protocol",
                        "TLSv1.3",
                        "ssl.cipher.suites",
                        List.of(),
                        "ssl.enabled.protocols",
                        List.of("TLSv1.3"),
                        "ssl.keymanager.algorithm",
                        "PKIX",
                        "ssl.trustmanager.algorithm",
                        "PKIX",
                        "ssl.key.password",
                        new Password(password)),
                Map.of());
    }

    @Test
    void convertersWithTheSameSettingsShareOne() {
        Transport one = Transport.of(settings(1, new Proxy("a", 1), tls("x")));

        assertThat(Transport.of(settings(1, new Proxy("a", 1), tls("x")))).isSameAs(one);
        assertThat(Transport.of(settings(2, new Proxy("a", 1), tls("x")))).isNotSameAs(one);
        assertThat(Transport.of(settings(1, new Proxy("b", 1), tls("x")))).isNotSameAs(one);
        assertThat(Transport.of(settings(1, new Proxy("a", 1), tls("y")))).isNotSameAs(one);
        assertThat(Transport.of(settings(1, new Proxy("a", 1), null))).isNotSameAs(one);
    }

    @Test
    void settingsAreKeptWithoutShowingSecrets() {
        assertThat(settings(1, null, tls("pa55")).toString()).doesNotContain("pa55");
        assertThat(new OAuthTokens.Client(URI.create("http://idp"), "me", new Password("pa55"), "").toString())
                .doesNotContain("pa55");
    }

    @Test
    void convertersOfTheSameUrlsWaitTogether() {
        RegistryHttp one = Options.of("http://a:1,http://b:2").http();
        RegistryHttp same =
                Options.of("http://a:1/,http://b:2/", "max.retries", "1").http();
        RegistryHttp other = Options.of("http://b:2,http://a:1").http();

        assertThat(same.outage()).isSameAs(one.outage());
        assertThat(other.outage()).isNotSameAs(one.outage());
    }

    @Test
    void beginsWithAnyUrlWhereToldTo() {
        String urls = "http://r1,http://r2,http://r3,http://r4,http://r5,http://r6,http://r7,http://r8";
        RegistryHttp http = Options.of(urls).http();
        assertThat(http.outage().preferred()).isZero();

        for (String key : List.of("schema.registry.url.randomize", "url.randomize")) {
            boolean moved = false;
            for (int i = 0; i < 1000 && !moved; i++) { // one in 8 each time that it stays
                moved = Options.of(urls, key, "true").http().outage().preferred() != 0;
                http.outage().prefer(0);
            }
            assertThat(moved).as(key).isTrue();
        }
    }
}
