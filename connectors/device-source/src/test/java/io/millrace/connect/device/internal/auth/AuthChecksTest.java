// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.records.ConfigChecks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What validation says of the settings, before any task starts. */
class AuthChecksTest {
    private static final String[] API_KEY = {"type", "api-key", "api.key", "k"};
    private static final String[] HMAC = {"type", "hmac", "hmac.secret", "s"};
    private static final String[] CLIENT = {
        "type", "oauth2-client-credentials", "oauth2.token.url", "https://id.example.com/", "oauth2.client.id", "me"
    };
    private static final ConfigDef DEF = new ConfigDef();

    static {
        AuthOptions.define(DEF);
    }

    private static Map<String, String> errors(String... settings) {
        Map<String, String> props = TokenServer.props(settings);
        Map<String, String> errors = new TreeMap<>(AuthChecks.problems(props));
        errors.putAll(AuthChecks.unused(props));
        for (ConfigValue value : DEF.validate(props)) {
            value.errorMessages().forEach(text -> errors.put(value.name(), text));
        }
        return errors;
    }

    private static String[] and(String[] settings, String... more) {
        String[] all = new String[settings.length + more.length];
        System.arraycopy(settings, 0, all, 0, settings.length);
        System.arraycopy(more, 0, all, settings.length, more.length);
        return all;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "basic | http.auth.password | Missing configuration http.auth.password: needed with http.auth.type=basic. Set it, or omit http.auth.type.",
                "none | http.auth.user | Unused configuration http.auth.user: http.auth.type=none does not use it. Set the type that does, or omit it.",
            })
    void namesWhatIsMissingAndWhatIsNotUsed(String type, String key, String text) {
        assertThat(errors("type", type, "user", "u")).isEqualTo(Map.of(key, text));
    }

    /** Every setting, with a value that is right for it. */
    private static Map<String, String> everything() {
        Map<String, String> props = new TreeMap<>();
        for (String key : DEF.names()) {
            props.put(key, "given");
        }
        return props;
    }

    @ParameterizedTest
    @EnumSource(AuthType.class)
    void namesEverythingThatAWayDoesNotUse(AuthType type) {
        for (ClientAuth clientAuth : ClientAuth.values()) {
            Map<String, String> props = everything();
            props.put("http.auth.type", ConfigChecks.text(type));
            props.put("http.auth.oauth2.client.auth", ConfigChecks.text(clientAuth));

            TreeSet<String> expected = new TreeSet<>(DEF.names());
            expected.remove("http.auth.type");
            expected.removeIf(key -> props.get(key).equals(DEF.defaultValues().get(key)));
            expected.removeIf(key -> isUsed(key.substring("http.auth.".length()), type, clientAuth));
            assertThat(AuthChecks.unused(props).keySet()).isEqualTo(expected);
        }
    }

    @Test
    void leavesAloneWhatAToolPostsAsItIsAnyway() {
        Map<String, String> props = new HashMap<>();
        DEF.defaultValues().forEach((key, value) -> props.put(key, value == null ? null : String.valueOf(value)));

        assertThat(AuthChecks.unused(props)).isEmpty();
    }

    /** Said once more, by what settings begin with. */
    private static boolean isUsed(String key, AuthType type, ClientAuth clientAuth) {
        boolean signs = clientAuth == ClientAuth.PRIVATE_KEY_JWT;
        return switch (type) {
            case NONE -> false;
            case BASIC -> List.of("user", "password").contains(key);
            case BEARER -> key.equals("token");
            case API_KEY -> key.startsWith("api.key");
            case HMAC -> key.startsWith("hmac.");
            case JWT_BEARER ->
                key.startsWith("jwt.")
                        || (key.startsWith("oauth2.")
                                && !key.equals("oauth2.refresh.token")
                                && !(signs && key.equals("oauth2.client.secret")));
            case OAUTH2_CLIENT_CREDENTIALS, OAUTH2_REFRESH_TOKEN ->
                (signs && key.startsWith("jwt.") && !key.equals("jwt.subject"))
                        || (key.startsWith("oauth2.")
                                && (type == AuthType.OAUTH2_REFRESH_TOKEN || !key.equals("oauth2.refresh.token"))
                                && !(signs && key.equals("oauth2.client.secret")));
        };
    }

    @Test
    void saysHowAClientProvesItselfWhereThatLeavesASettingUnused() {
        assertThat(errors(and(CLIENT, "jwt.key.id", "k1")))
                .isEqualTo(
                        Map.of(
                                "http.auth.jwt.key.id",
                                "Unused configuration http.auth.jwt.key.id: http.auth.type=oauth2-client-credentials with http.auth.oauth2.client.auth=basic does not use it. Set what does, or omit it."));
    }

    @Test
    void wantsWhatAClientProvesItselfWith() {
        assertThat(errors(and(CLIENT, "oauth2.client.auth", "private-key-jwt")))
                .isEqualTo(
                        Map.of(
                                "http.auth.jwt.key",
                                "Missing configuration http.auth.jwt.key: needed with http.auth.oauth2.client.auth=private-key-jwt. Set it, or omit http.auth.oauth2.client.auth."));
        assertThat(errors(
                        "type",
                        "jwt-bearer",
                        "oauth2.token.url",
                        "https://x/",
                        "jwt.algorithm",
                        "HS256",
                        "jwt.key",
                        "k"))
                .isEqualTo(
                        Map.of(
                                "http.auth.jwt.issuer",
                                "Missing configuration http.auth.jwt.issuer: needed with http.auth.type=jwt-bearer. Set it, or http.auth.oauth2.client.id."));
        assertThat(errors(
                        "type",
                        "jwt-bearer",
                        "oauth2.token.url",
                        "https://x/",
                        "jwt.algorithm",
                        "HS256",
                        "jwt.key",
                        "k",
                        "jwt.issuer",
                        "i",
                        "oauth2.client.secret",
                        "s"))
                .isEqualTo(
                        Map.of(
                                "http.auth.oauth2.client.id",
                                "Missing configuration http.auth.oauth2.client.id: needed with http.auth.oauth2.client.secret. Set it, or omit http.auth.oauth2.client.secret."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hush",
                "-----BEGIN PRIVATE KEY-----\naHVzaA==\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\naHVzaA==\n-----END RSA PRIVATE KEY-----"
            })
    void refusesAKeyThatItCannotReadWithoutShowingIt(String key) {
        assertThat(errors(and(CLIENT, "oauth2.client.auth", "private-key-jwt", "jwt.key", key)))
                .isEqualTo(
                        Map.of(
                                "http.auth.jwt.key",
                                "Invalid value [hidden] for configuration http.auth.jwt.key: expected a private key for RS256 as PEM (-----BEGIN PRIVATE KEY-----). Convert it with openssl pkcs8 -topk8 -nocrypt."));
    }

    @ParameterizedTest
    @CsvSource({"EC, 384, ES256", "RSA, 512, RS512"})
    void refusesAKeyThatTheAlgorithmCannotSignWith(String kind, int bits, String algorithm) throws Exception {
        String key = AssertionTest.pem(AssertionTest.pair(kind, bits));

        assertThat(errors(and(
                        CLIENT, "oauth2.client.auth", "private-key-jwt", "jwt.algorithm", algorithm, "jwt.key", key)))
                .isEqualTo(Map.of(
                        "http.auth.jwt.key",
                        "Invalid value [hidden] for configuration http.auth.jwt.key: expected a key that " + algorithm
                                + " can sign with. Correct it, or http.auth.jwt.algorithm."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://hush/ | expected an http or https address. Correct it.",
                "https://hush:hush@id.example.com/ | found a user or password in it. Give them as http.auth.oauth2.client.id and http.auth.oauth2.client.secret.",
                "https://hush@id.example.com/ | found a user or password in it. Give them as http.auth.oauth2.client.id and http.auth.oauth2.client.secret.",
                "https://id.example.com/#hush | found a fragment (#) in it. Remove it.",
            })
    void refusesATokenUrlThatTextsWouldShowSecretsOf(String url, String why) {
        assertThat(errors("type", "oauth2-client-credentials", "oauth2.token.url", url, "oauth2.client.id", "me"))
                .isEqualTo(Map.of(
                        "http.auth.oauth2.token.url",
                        "Invalid value for configuration http.auth.oauth2.token.url: " + why));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "X Key", "X-Key:", "Schlüssel", "X\nKey", "Host", "content-length", "Transfer-Encoding"})
    void refusesWhatIsNoNameOfAHeader(String name) {
        String expected =
                ": expected the name of a header, other than Connection, Content-Length, Host and Transfer-Encoding. ";

        assertThat(errors(and(HMAC, "hmac.header", name)))
                .isEqualTo(Map.of(
                        "http.auth.hmac.header",
                        "Invalid value for configuration http.auth.hmac.header" + expected
                                + "Omit it for the default, X-Signature."));
        assertThat(errors(and(API_KEY, "api.key.name", name)))
                .isEqualTo(Map.of(
                        "http.auth.api.key.name",
                        "Invalid value for configuration http.auth.api.key.name" + expected
                                + "Correct it, or set http.auth.api.key.in=query."));
        assertThat(errors(and(HMAC, "hmac.timestamp.header", name)))
                .isEqualTo(
                        name.isEmpty()
                                ? Map.of()
                                : Map.of(
                                        "http.auth.hmac.timestamp.header",
                                        "Invalid value for configuration http.auth.hmac.timestamp.header" + expected
                                                + "Omit it for the default, X-Timestamp."));
    }

    @Test
    void refusesOneHeaderForTwo() {
        assertThat(errors(and(HMAC, "hmac.header", "x-timestamp")))
                .isEqualTo(
                        Map.of(
                                "http.auth.hmac.timestamp.header",
                                "Invalid value for configuration http.auth.hmac.timestamp.header: expected another header than http.auth.hmac.header. Correct one."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hush\r\nX: y", "hu\nsh", "hushé", "hu\u0000sh", "hu\tsh"})
    void refusesWhatNoHeaderCanHaveWithoutShowingIt(String text) {
        String expected =
                ": expected printable ASCII, which is what a header can have. Check for a line end copied with it.";

        assertThat(errors(and(API_KEY, "api.key", text)))
                .isEqualTo(Map.of(
                        "http.auth.api.key", "Invalid value [hidden] for configuration http.auth.api.key" + expected));
        for (String key : List.of("hmac.key.id", "hmac.header.template")) {
            assertThat(errors(and(HMAC, key, text)))
                    .isEqualTo(
                            Map.of("http.auth." + key, "Invalid value for configuration http.auth." + key + expected));
        }
        assertThat(errors(and(API_KEY, "api.key", text, "api.key.in", "query"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hmac.template | ${methods} | found ${methods} (expected ${method}, ${path}, ${query}, ${timestamp}, ${nonce}, ${body}, ${body.sha256}, ${key.id}). Correct it.",
                "hmac.template | a${path | found ${ without }. Correct it.",
                "hmac.header.template | v1=${signature} ${body} | found ${body} (expected ${signature}, ${timestamp}, ${nonce}, ${key.id}). Correct it.",
                "oauth2.parameters | audience | found no name and = in entry 1 (expected such as audience=api&tenant=a%26b). Correct it.",
                "oauth2.parameters | a=b& | found no name and = in entry 2 (expected such as audience=api&tenant=a%26b). Correct it.",
                "oauth2.parameters | =hush | found no name and = in entry 1 (expected such as audience=api&tenant=a%26b). Correct it.",
                "oauth2.parameters | a=b&c=hush%zz | found % without two hex digits in entry 2 (expected such as audience=api&tenant=a%26b). Correct it.",
                "oauth2.parameters | client%5Fsecret=hush | found client_secret, which other settings say (expected such as audience=api&tenant=a%26b). Correct it.",
                "oauth2.parameters | grant_type=password | found grant_type, which other settings say (expected such as audience=api&tenant=a%26b). Correct it.",
            })
    void refusesTextsThatCannotBeMeant(String key, String text, String why) {
        assertThat(errors(and(key.startsWith("hmac.") ? HMAC : CLIENT, key, text)))
                .isEqualTo(Map.of("http.auth." + key, "Invalid value for configuration http.auth." + key + ": " + why));
    }

    @Test
    void readsSettingsAsKafkaDoes() {
        assertThat(errors("type", " api-key ", "api.key", "k", "api.key.name", "X-Key\n", "user", " "))
                .isEmpty();
        assertThat(errors(and(API_KEY, "api.key", "k\n"))).containsOnlyKeys("http.auth.api.key");
    }

    @Test
    void leavesAWayThatIsNotKnownToWhereItIsCheckedAlone() {
        assertThat(errors("type", "digest", "user", "u")).containsOnlyKeys("http.auth.type");
        assertThat(errors(and(CLIENT, "oauth2.client.auth", "tls"))).containsOnlyKeys("http.auth.oauth2.client.auth");
    }
}
