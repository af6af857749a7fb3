// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in by which key. */
class RequestGateTest {
    private static final String KEYS = "shop:" + ApiKeys.hash("k1") + ",\n app-2:"
            + ApiKeys.hash("k2").toUpperCase(java.util.Locale.ROOT) + "\nshop:" + ApiKeys.hash("k3");
    private static final Admission MISSING = refused(
            "found no API key (expected one as Authorization: Bearer, or as the user of Authorization: Basic, or in the header X-API-Key). Send it.");
    private static final Admission UNKNOWN =
            refused("found an API key that nobody has. Correct it, or ask for a new one.");

    private static RequestGate gate(String... more) {
        String[] settings = {"auth.type", "api-key", "auth.keys", KEYS};
        String[] all = new String[settings.length + more.length];
        System.arraycopy(settings, 0, all, 0, settings.length);
        System.arraycopy(more, 0, all, settings.length, more.length);
        return Requests.gate(Instant.EPOCH, all);
    }

    private static Admission refused(String found) {
        return Admission.refused(
                new Refusal(401, "key", "Cannot take the request: " + found, Map.of("WWW-Authenticate", "Bearer")));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static Inbound with(String header, String value) {
        return Requests.post().header(header, value).build();
    }

    @Test
    void letsInAnybodyWhereNoKeyIsAskedFor() {
        RequestGate gate = Requests.gate(Instant.EPOCH);

        assertThat(gate.beforeBody(Requests.post().build())).isEqualTo(Admission.ANYBODY);
        assertThat(gate.withBody(Requests.post().build())).isNull();
        assertThat(gate.deliveryId(with("webhook-id", "m1"))).isNull();
        assertThat(gate.keys().nameOf("")).isNull();
    }

    @Test
    void knowsThePublishedHashOfAKey() {
        assertThat(ApiKeys.hash("abc")) // FIPS 180-2, appendix B.1
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, Bearer k1, shop",
        "Authorization, bearer  k2, app-2",
        "authorization, BEARER k3, shop",
        "x-api-key, k1, shop",
    })
    void namesTheOwnerOfAKey(String header, String value, String name) {
        assertThat(gate().beforeBody(with(header, value))).isEqualTo(new Admission(null, name, false));
    }

    @Test
    void takesTheUserOfBasicForTheKey() {
        for (String pair : new String[] {"k1:", "k1:any:thing", "k1"}) {
            assertThat(gate().beforeBody(with("Authorization", basic(pair)))).isEqualTo(Admission.of("shop"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "Bearer", "Basic", "Basic !!!", "Basic Og==", "Digest k1", "k1", ""})
    void seesNoKeyInWhatHasNone(String authorization) {
        assertThat(gate().beforeBody(with("Authorization", authorization))).isEqualTo(MISSING);
        assertThat(gate().beforeBody(Requests.post().build())).isEqualTo(MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "k11", "K1", "shop", "k1,k2"})
    void refusesAKeyThatNobodyHas(String key) {
        assertThat(gate().beforeBody(with("Authorization", "Bearer " + key))).isEqualTo(UNKNOWN);
        assertThat(gate().beforeBody(with("X-API-Key", key))).isEqualTo(UNKNOWN);
        assertThat(gate().beforeBody(with("Authorization", basic(key + ":k1")))).isEqualTo(UNKNOWN);
    }

    @Test
    void doesNotTakeTheHashForTheKey() {
        assertThat(gate().beforeBody(with("X-API-Key", ApiKeys.hash("k1")))).isEqualTo(UNKNOWN);
    }

    @Test
    void triesAllPlaces() {
        Inbound request = Requests.post()
                .header("Authorization", "Bearer of-a-proxy")
                .header("X-API-Key", "k2")
                .build();

        assertThat(gate().beforeBody(request)).isEqualTo(Admission.of("app-2"));
    }

    @Test
    void looksOnlyWhereItShould() {
        Inbound query = Requests.post().query("a=1&key=k1").build();

        assertThat(gate().beforeBody(query)).isEqualTo(MISSING);
        assertThat(gate("auth.key.in", "query").beforeBody(query)).isEqualTo(Admission.of("shop"));
        assertThat(gate("auth.key.in", "query", "auth.key.parameter", "write_key")
                        .beforeBody(Requests.post().query("write%5Fkey=k%31").build()))
                .isEqualTo(Admission.of("shop"));
        assertThat(gate("auth.key.in", "query")
                        .beforeBody(Requests.post().query("key=%zz").build())
                        .refusal())
                .isEqualTo(new Refusal(
                        401,
                        "key",
                        "Cannot take the request: found no API key (expected one in the query as key). Send it."));
        assertThat(gate("auth.key.in", "basic")
                        .beforeBody(with("X-API-Key", "k1"))
                        .refusal()
                        .headers())
                .isEqualTo(Map.of("WWW-Authenticate", "Basic realm=\"events\", charset=\"UTF-8\""));
        assertThat(gate("auth.key.header", "X-Write-Key").beforeBody(with("x-write-key", "k1")))
                .isEqualTo(Admission.of("shop"));
    }

    @Test
    void letsABodyBeReadThatMayHaveTheKeyButNotTaken() {
        RequestGate gate = gate("auth.key.in", "bearer,body");

        assertThat(gate.beforeBody(with("Authorization", "Bearer k1"))).isEqualTo(Admission.of("shop"));
        assertThat(gate.beforeBody(with("Authorization", "Bearer other"))).isEqualTo(Admission.AWAITING_KEY);
        assertThat(gate.withKey("k2")).isEqualTo(Admission.of("app-2"));
        assertThat(gate.withKey("other")).isEqualTo(UNKNOWN);
        assertThat(gate.withKey(null))
                .isEqualTo(
                        refused("found no API key (expected one as Authorization: Bearer, or in the body). Send it."));
        assertThat(gate.keys().nameOf("k3")).isEqualTo("shop");
    }

    @Test
    void neverOpensForWantOfKeysOrSecrets() {
        assertThatThrownBy(() -> Requests.gate(Instant.EPOCH, "auth.type", "api-key"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "Missing configuration http.auth.keys: needed with http.auth.type=api-key. Set it, or omit http.auth.type.");
        assertThatThrownBy(() -> gate("auth.key.in", ""))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "Missing configuration http.auth.key.in: needed with http.auth.type=api-key. Set it, or omit http.auth.type.");
        assertThatThrownBy(() -> Requests.gate(Instant.EPOCH, "signature.type", "github", "signature.secrets", " ,\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "Missing configuration http.signature.secrets: needed with http.signature.type=github. Set it, or omit http.signature.type.");
        assertThatThrownBy(() -> Requests.gate(
                        Instant.EPOCH, "signature.type", "standard-webhooks", "signature.secrets", "whsec_hush!"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "Invalid value [hidden] for configuration http.signature.secrets: secret 1 cannot be read (expected whsec_ and the base64 of a secret, or whpk_ and the base64 of a public key). Correct it.");
    }
}
