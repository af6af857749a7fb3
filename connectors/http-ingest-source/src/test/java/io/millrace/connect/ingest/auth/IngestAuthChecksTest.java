// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.records.ConfigChecks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What validation says of the settings, before any task starts. */
class IngestAuthChecksTest {
    private static final String HASH = ApiKeys.hash("k");

    private static Map<String, String> errors(String... settings) {
        Map<String, String> props = Requests.props(settings);
        Map<String, String> errors = new TreeMap<>(IngestAuthOptions.problems(props));
        for (ConfigValue value : Requests.DEF.validate(props)) {
            value.errorMessages().forEach(text -> errors.merge(value.name(), text, (one, two) -> one + " | " + two));
        }
        return errors;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth.type=api-key | http.auth.keys | needed with http.auth.type=api-key. Set it, or omit http.auth.type.",
                "signature.type=github | http.signature.secrets | needed with http.signature.type=github. Set it, or omit http.signature.type.",
                "signature.type=slack;signature.secrets=, ,; | http.signature.secrets | needed with http.signature.type=slack. Set it, or omit http.signature.type.",
                "signature.type=template;signature.secrets=s | http.signature.header | needed with http.signature.type=template. Set it, or omit http.signature.type.",
                "handshakes=graph,websub | http.websub.topics | needed with http.handshakes=graph,websub. Set it, or omit http.handshakes.",
            })
    void namesWhatIsMissing(String settings, String key, String why) {
        assertThat(errors(settings.split("[=;]"))).isEqualTo(Map.of(key, "Missing configuration " + key + ": " + why));
    }

    @Test
    void namesEachPlaceForAKey() {
        assertThat(errors("auth.type", "api-key", "auth.keys", "a:" + HASH, "auth.key.in", ""))
                .isEqualTo(
                        Map.of(
                                "http.auth.key.in",
                                "Missing configuration http.auth.key.in: needed with http.auth.type=api-key. Set it, or omit http.auth.type."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth.key.in=query | http.auth.key.in | http.auth.type=none",
                "auth.key.header=X-K | http.auth.key.header | http.auth.type=none",
                "signature.secrets=s | http.signature.secrets | http.signature.type=none",
                "signature.type=github;signature.secrets=s;signature.tolerance.ms=1000 | http.signature.tolerance.ms | http.signature.type=github",
                "signature.type=slack;signature.secrets=s;signature.header=X-Sig | http.signature.header | http.signature.type=slack",
                "signature.type=template;signature.secrets=s;signature.header=X-Sig;signature.tolerance.ms=1000 | http.signature.tolerance.ms | http.signature.timestamp.header=",
                "websub.topics=https://a/ | http.websub.topics | http.handshakes=cloudevents",
                "handshakes=okta, slack;webhook.origins=a.b | http.webhook.origins | http.handshakes=okta,slack",
                "cors.credentials=true | http.cors.credentials | http.cors.origins=",
            })
    void namesWhatIsNotUsed(String settings, String key, String by) {
        assertThat(errors(settings.split("[=;]")))
                .isEqualTo(Map.of(
                        key,
                        "Unused configuration " + key + ": " + by + " does not use it. Set what does, or omit it."));
    }

    @Test
    void namesTheSettingsOfAPlaceThatIsNotListed() {
        assertThat(errors(
                                "auth.type",
                                "api-key",
                                "auth.keys",
                                "a:" + HASH,
                                "auth.key.in",
                                "bearer, basic",
                                "auth.key.header",
                                "X-K",
                                "auth.key.parameter",
                                "k")
                        .values())
                .containsExactlyInAnyOrder(
                        "Unused configuration http.auth.key.header: http.auth.key.in=bearer,basic does not use it. Set what does, or omit it.",
                        "Unused configuration http.auth.key.parameter: http.auth.key.in=bearer,basic does not use it. Set what does, or omit it.");
    }

    /** Said once more, by what settings begin with. */
    @ParameterizedTest
    @EnumSource(SignatureType.class)
    void namesEverySettingThatASchemeDoesNotUse(SignatureType type) {
        Map<String, String> props = Requests.props(
                "signature.type", ConfigChecks.text(type),
                "signature.secrets", "aHVzaA==",
                "signature.tolerance.ms", "1000",
                "signature.header", "X-Sig",
                "signature.template", "${timestamp}${body}",
                "signature.algorithm", "sha512",
                "signature.encoding", "base64",
                "signature.prefix", "v1=",
                "signature.timestamp.header", "X-Time",
                "signature.timestamp.format", "iso");
        TreeSet<String> unused = new TreeSet<>(props.keySet());
        unused.remove("http.signature.type");
        switch (type) {
            case NONE -> {}
            case GITHUB, SHOPIFY -> unused.remove("http.signature.secrets");
            case STRIPE, SLACK, STANDARD_WEBHOOKS ->
                unused.removeAll(List.of("http.signature.secrets", "http.signature.tolerance.ms"));
            case TEMPLATE -> unused.clear();
        }

        assertThat(IngestAuthOptions.problems(props).keySet()).isEqualTo(unused);
    }

    @Test
    void leavesAloneWhatAToolPostsAsItIsAnyway() {
        Map<String, String> props = new HashMap<>();
        Requests.DEF.defaultValues().forEach((key, value) -> props.put(key, posted(value)));

        assertThat(IngestAuthOptions.problems(props)).isEmpty();
        assertThat(IngestAuthOptions.problems(Map.of())).isEmpty();
    }

    private static String posted(Object value) {
        if (value instanceof org.apache.kafka.common.config.types.Password secret) {
            return secret.value();
        }
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(value);
    }

    @Test
    void takesAllThatFitsTogether() {
        assertThat(errors(
                        "auth.type",
                        "api-key",
                        "auth.keys",
                        "a:" + HASH + "\n b-2:" + ApiKeys.hash("l") + "\n",
                        "auth.key.in",
                        "header,query,body",
                        "auth.key.header",
                        "X-K",
                        "auth.key.parameter",
                        "k",
                        "signature.type",
                        "template",
                        "signature.secrets",
                        "s",
                        "signature.header",
                        "X-Sig",
                        "signature.template",
                        "${header.x-time}.${body}",
                        "signature.timestamp.header",
                        "X-Time",
                        "handshakes",
                        "slack,websub,graph,okta,cloudevents",
                        "webhook.origins",
                        "eventgrid.azure.net",
                        "websub.topics",
                        "https://a/feed?b=c",
                        "cors.origins",
                        "https://a.b:8080,capacitor://localhost",
                        "cors.credentials",
                        "true",
                        "client.requests.per.second",
                        "5"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hush | entry 1 is no name and SHA-256",
                "shop:hush | entry 1 is no name and SHA-256",
                "sh op:44bd7ae60f478fae1061e11a7739f4b94d1daf917982d33b6fc8a01a63f89c21 | entry 1 is no name and SHA-256",
                ":44bd7ae60f478fae1061e11a7739f4b94d1daf917982d33b6fc8a01a63f89c21 | entry 1 is no name and SHA-256",
                "44bd7ae60f478fae1061e11a7739f4b94d1daf917982d33b6fc8a01a63f89c21 | entry 1 is no name and SHA-256",
                "a:44bd7ae60f478fae1061e11a7739f4b94d1daf917982d33b6fc8a01a63f89c21,b:44bd7ae60f478fae1061e11a7739f4b94d1daf917982d33b6fc8a01a63f89c2 | entry 2 is no name and SHA-256",
            })
    void refusesKeysThatAreNoHashesWithoutShowingThem(String keys, String why) {
        assertThat(errors("auth.type", "api-key", "auth.keys", keys))
                .isEqualTo(
                        Map.of(
                                "http.auth.keys",
                                "Invalid value [hidden] for configuration http.auth.keys: " + why
                                        + " (expected entries such as shop:<64 hex digits>, the name with letters, digits, . _ and -). Correct it: printf %s KEY | sha256sum makes a SHA-256."));
    }

    @Test
    void refusesOneKeyOfTwo() {
        assertThat(errors("auth.type", "api-key", "auth.keys", "a:" + HASH + ",b:" + HASH))
                .isEqualTo(
                        Map.of(
                                "http.auth.keys",
                                "Invalid value [hidden] for configuration http.auth.keys: entry 2 has the key of entry 1. Correct it: printf %s KEY | sha256sum makes a SHA-256."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_hush!", "hush!", "whsec_", "whpk_aHVzaA==", "whsk_aHVzaA=="})
    void refusesSecretsOfStandardWebhooksThatCannotBeRead(String secret) {
        assertThat(errors("signature.type", "standard-webhooks", "signature.secrets", "aHVzaA==," + secret))
                .isEqualTo(
                        Map.of(
                                "http.signature.secrets",
                                "Invalid value [hidden] for configuration http.signature.secrets: secret 2 cannot be read (expected whsec_ and the base64 of a secret, or whpk_ and the base64 of a public key). Copy it whole from who signs."));
    }

    @Test
    void refusesMoreSecretsThanAreTried() {
        assertThat(errors("signature.type", "github", "signature.secrets", "s,".repeat(21)))
                .isEqualTo(
                        Map.of(
                                "http.signature.secrets",
                                "Invalid value [hidden] for configuration http.signature.secrets: 21 secrets (expected at most 20). Remove what is old."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${timestamp} | X-Time | http.signature.template | found no ${body}, so that anybody could change it. Add it.",
                "${body} | X-Time | http.signature.template | found no ${timestamp} although http.signature.timestamp.header is set, so that anybody could change it. Add it, or omit http.signature.timestamp.header.",
                "${timestamp}${body} | '' | http.signature.template | found ${timestamp} without http.signature.timestamp.header. Set it.",
                "${timestamp}${body} | x-sig | http.signature.timestamp.header | expected another header than http.signature.header. Correct one.",
                "${nonce}${body} | '' | http.signature.template | found ${nonce} (expected ${timestamp}, ${body}, ${method}, ${path}, ${query} or a header such as ${header.X-Id}). Correct it.",
                "${header.}${body} | '' | http.signature.template | found ${header.} (expected ${timestamp}, ${body}, ${method}, ${path}, ${query} or a header such as ${header.X-Id}). Correct it.",
                "${body | '' | http.signature.template | found ${ without }. Correct it.",
            })
    void refusesATemplateThatSignsTooLittle(String template, String timestampHeader, String key, String why) {
        assertThat(errors(
                        "signature.type",
                        "template",
                        "signature.secrets",
                        "s",
                        "signature.header",
                        "X-Sig",
                        "signature.template",
                        template,
                        "signature.timestamp.header",
                        timestampHeader))
                .isEqualTo(Map.of(key, "Invalid value for configuration " + key + ": " + why));
    }

    @Test
    void refusesCredentialsOfAll() {
        assertThat(errors("cors.origins", "*", "cors.credentials", "true"))
                .isEqualTo(
                        Map.of(
                                "http.cors.origins",
                                "Invalid value for configuration http.cors.origins: found * with http.cors.credentials=true (expected origins). List them, or omit http.cors.credentials."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth.type=basic | http.auth.type",
                "signature.type=twilio | http.signature.type",
                "client.requests.per.second=-1 | http.client.requests.per.second",
                "client.requests.per.second=x | http.client.requests.per.second",
                "handshakes=slack,zoom | http.handshakes",
                "cors.origins=https://a.b/ | http.cors.origins",
                "cors.origins=https://*.b | http.cors.origins",
                "cors.origins=null | http.cors.origins",
                "cors.origins=a.b | http.cors.origins",
                "webhook.origins=https://a.b | http.webhook.origins",
            })
    void refusesEachBadValueOnce(String setting, String key) {
        assertThat(errors(setting.split("=", 2)).keySet()).containsExactly(key);
    }

    @Test
    void saysWhatAListHasWrong() {
        assertThat(errors("handshakes", "slack,zoom"))
                .isEqualTo(
                        Map.of(
                                "http.handshakes",
                                "Invalid value for configuration http.handshakes: found zoom (expected a list of slack, websub, graph, okta, cloudevents). Correct it."));
        assertThat(errors("cors.origins", "https://a.b/"))
                .isEqualTo(
                        Map.of(
                                "http.cors.origins",
                                "Invalid value for configuration http.cors.origins: found https://a.b/ (expected origins such as https://shop.example.com, without a path or a slash at the end, or *). Correct it."));
    }

    @Test
    void asksForNothingByDefault() {
        Map<String, Object> values = Requests.DEF.parse(Map.of());

        assertThat(values)
                .containsEntry("http.auth.type", "none")
                .containsEntry("http.auth.key.in", List.of("bearer", "basic", "header"))
                .containsEntry("http.auth.key.header", "X-API-Key")
                .containsEntry("http.auth.key.parameter", "key")
                .containsEntry("http.signature.type", "none")
                .containsEntry("http.signature.tolerance.ms", 300_000L)
                .containsEntry("http.signature.algorithm", "sha256")
                .containsEntry("http.handshakes", List.of("cloudevents"))
                .containsEntry("http.webhook.origins", List.of())
                .containsEntry("http.cors.origins", List.of())
                .containsEntry("http.client.requests.per.second", 0);
    }
}
