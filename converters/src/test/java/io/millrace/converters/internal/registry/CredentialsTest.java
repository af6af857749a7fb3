// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.wire.StubRegistry;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users, fixed tokens and headers, as they reach the registry; and settings that do not go together. */
class CredentialsTest {
    private static final String BASIC = "Basic bWU6cGE1NQ=="; // me:pa55
    private static final String SOURCE = "basic.auth.credentials.source";
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"me\" password=\"pa55\";";

    private final StubRegistry stub = new StubRegistry().answers(200, "{}");

    @AfterEach
    void closeStub() {
        stub.close();
    }

    private String authorization(String url, String... settings) {
        Options.fetch(url, settings);
        return stub.authorizations().get(0);
    }

    @Test
    void takesTheUserFromTheUrl() {
        assertThat(authorization(stub.url().replace("//", "//me:pa55@"))).isEqualTo(BASIC);
        assertThat(stub.requests()).containsExactly("GET /schemas/ids/7");
    }

    @Test
    void takesTheUserFromUserInfo() {
        assertThat(authorization(stub.url(), SOURCE, "USER_INFO", "basic.auth.user.info", "me:pa55"))
                .isEqualTo(BASIC);
    }

    @Test
    void takesTheUserFromTheOldNameOfUserInfo() {
        assertThat(authorization(stub.url(), SOURCE, "USER_INFO", "schema.registry.basic.auth.user.info", "me:pa55"))
                .isEqualTo(BASIC);
    }

    @Test
    void takesTheUserFromASaslLogin() {
        assertThat(authorization(stub.url(), SOURCE, "SASL_INHERIT", "sasl.jaas.config", LOGIN))
                .isEqualTo(BASIC);
    }

    @Test
    void sendsAFixedToken() {
        assertThat(authorization(
                        stub.url(),
                        "bearer.auth.credentials.source",
                        "STATIC_TOKEN",
                        "bearer.auth.token",
                        "t0ken",
                        "bearer.auth.logical.cluster",
                        "lsrc-1"))
                .isEqualTo("Bearer t0ken");
        assertThat(stub.header("target-sr-cluster")).containsExactly("lsrc-1");
    }

    @Test
    void sendsTheHeadersOfTheSettings() {
        Options.fetch(stub.url(), "request.header.X-Tenant", "blue", "request.header.X-Api-Key", "pa55");

        assertThat(stub.header("X-Tenant")).containsExactly("blue");
        assertThat(stub.header("X-Api-Key")).containsExactly("pa55");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            basic.auth.credentials.source=USER_INFO | Configuration basic.auth.user.info is not user:password, which 'basic.auth.credentials.source=USER_INFO' needs. Set it.
            basic.auth.credentials.source=SASL_INHERIT | Configuration sasl.jaas.config has no username and password, which 'basic.auth.credentials.source=SASL_INHERIT' needs. Set it, or use USER_INFO.
            basic.auth.credentials.source=SASL_INHERIT sasl.jaas.config=pa55 | Configuration sasl.jaas.config has no username and password, which 'basic.auth.credentials.source=SASL_INHERIT' needs. Set it, or use USER_INFO.
            basic.auth.credentials.source=MAGIC | Invalid value MAGIC for configuration basic.auth.credentials.source: expected URL, USER_INFO or SASL_INHERIT. Omit it for the default, URL.
            basic.auth.user.info=me:pa55 | Configuration basic.auth.user.info is used with 'basic.auth.credentials.source=USER_INFO' only. Set that too, or remove it.
            schema.registry.basic.auth.user.info=me:pa55 | Configuration schema.registry.basic.auth.user.info is used with 'basic.auth.credentials.source=USER_INFO' only. Set that too, or remove it.
            bearer.auth.credentials.source=CUSTOM | Invalid value CUSTOM for configuration bearer.auth.credentials.source: not supported by AvroConverter. Use STATIC_TOKEN or OAUTHBEARER.
            bearer.auth.credentials.source=UAMI | Invalid value UAMI for configuration bearer.auth.credentials.source: not supported by AvroConverter. Use STATIC_TOKEN or OAUTHBEARER.
            bearer.auth.credentials.source=SASL_OAUTHBEARER_INHERIT | Invalid value SASL_OAUTHBEARER_INHERIT for configuration bearer.auth.credentials.source: not supported by AvroConverter. Use STATIC_TOKEN or OAUTHBEARER.
            bearer.auth.credentials.source=STATIC_TOKEN | Configuration bearer.auth.token is not set, which 'bearer.auth.credentials.source=STATIC_TOKEN' needs. Set it.
            bearer.auth.credentials.source=STATIC_TOKEN bearer.auth.token=pä55 | Configuration bearer.auth.token is empty or has characters that are not ASCII. Correct it.
            bearer.auth.credentials.source=OAUTHBEARER | Configuration bearer.auth.issuer.endpoint.url is not set, which 'bearer.auth.credentials.source=OAUTHBEARER' needs. Set it.
            bearer.auth.credentials.source=OAUTHBEARER bearer.auth.issuer.endpoint.url=http://a bearer.auth.client.id=me | Configuration bearer.auth.client.secret is not set, which 'bearer.auth.credentials.source=OAUTHBEARER' needs. Set it.
            bearer.auth.issuer.endpoint.url=ftp://me:pa55@a | Configuration bearer.auth.issuer.endpoint.url has an entry that is not an http or https URL with a host. Set it like http://registry:8081.
            bearer.auth.issuer.endpoint.url=http://me:pa55@a | Configuration bearer.auth.issuer.endpoint.url has a user. Set 'bearer.auth.client.id' and 'bearer.auth.client.secret' instead.
            bearer.auth.token=pa55 | Configuration bearer.auth.token is used with 'bearer.auth.credentials.source=STATIC_TOKEN' only. Set that too, or remove it.
            bearer.auth.client.secret=pa55 | Configuration bearer.auth.client.secret is used with 'bearer.auth.credentials.source=OAUTHBEARER' only. Set that too, or remove it.
            bearer.auth.credentials.source=STATIC_TOKEN bearer.auth.token=x basic.auth.credentials.source=URL | Configuration 'bearer.auth.credentials.source' and 'basic.auth.credentials.source' exclude each other: a request has a token or a user. Remove one.
            request.header.Host=pa55 | Configuration request.header.Host names a header that cannot be set. Remove it.
            request.header.X-Key=pä55 | Configuration request.header.X-Key is empty or has characters that are not ASCII. Correct it.
            proxy.host=squid | Configuration 'proxy.host' and 'proxy.port' belong together, and only one of them is set. Set both or none.
            proxy.port=3128 | Configuration 'proxy.host' and 'proxy.port' belong together, and only one of them is set. Set both or none.
            schema.registry.ssl.engine.factory.class=x.Y | Invalid value x.Y for configuration schema.registry.ssl.engine.factory.class: not supported. Use the stores; remove it.
            schema.registry.ssl.endpoint.identification.algorithm=LDAPS | Invalid value LDAPS for configuration schema.registry.ssl.endpoint.identification.algorithm: expected https, or nothing. Omit it for the default, https.
            schema.registry.ssl.trustore.location=/a | Unknown configuration schema.registry.ssl.trustore.location. Did you mean schema.registry.ssl.truststore.location?
            """)
    void refusesSettingsThatDoNotWorkWithoutShowingSecrets(String settings, String message) {
        String[] keysAndValues = settings.split("[ =]", -1);

        assertThatThrownBy(() -> Options.of("http://registry", keysAndValues))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message)
                .hasNoCause();
    }

    @Test
    void refusesAUserInTheUrlBesideAToken() {
        assertThatThrownBy(() -> Options.of(
                        "http://me:pa55@registry",
                        "bearer.auth.credentials.source",
                        "STATIC_TOKEN",
                        "bearer.auth.token",
                        "x"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Configuration 'bearer.auth.credentials.source' and a user in 'schema.registry.url' exclude"
                        + " each other: a request has a token or a user. Remove one.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x=y | Set 'basic.auth.user.info' to a user that it knows
            basic.auth.credentials.source=USER_INFO basic.auth.user.info=me:pa55 | Correct 'basic.auth.user.info'
            bearer.auth.credentials.source=STATIC_TOKEN bearer.auth.token=x | Correct 'bearer.auth.token'
            """)
    void saysWhatToCorrectWhenTheRegistryRefusesThem(String settings, String remedy) {
        assertThat(Options.of("http://registry", settings.split("[ =]", -1))
                        .http()
                        .credentialsRemedy())
                .isEqualTo(remedy);
    }
}
