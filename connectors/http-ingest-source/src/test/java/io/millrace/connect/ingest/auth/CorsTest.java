// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.ingest.request.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {
    private static final String SHOP = "https://shop.example.com";
    private static final Map<String, String> VARY = Map.of("Vary", "Origin");

    private static Requests preflight(String origin) {
        return Requests.of("OPTIONS")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,x-evil");
    }

    private static Requests event(String origin) {
        return Requests.post().header("Origin", origin);
    }

    @Test
    void saysNothingWhereItIsOff() {
        Cors cors = Cors.of(Requests.config());

        assertThat(cors.preflight(preflight(SHOP).build())).isNull();
        assertThat(cors.headers(event(SHOP).build())).isEmpty();
    }

    @Test
    void letsListedOriginsSend() {
        Cors cors = Cors.of(Requests.config("cors.origins", "https://Shop.example.com, http://localhost:3000"));

        assertThat(cors.preflight(preflight(SHOP).build()))
                .isEqualTo(new Answer(
                        204,
                        Map.of(
                                "Access-Control-Allow-Origin", SHOP,
                                "Access-Control-Allow-Methods", "GET, POST",
                                "Access-Control-Allow-Headers",
                                        "authorization, content-encoding, content-type, x-api-key",
                                "Access-Control-Max-Age", "3600",
                                "Vary", "Origin"),
                        "",
                        ""));
        assertThat(cors.headers(event("http://localhost:3000").build()))
                .isEqualTo(Map.of(
                        "Access-Control-Allow-Origin", "http://localhost:3000",
                        "Access-Control-Expose-Headers", "Retry-After",
                        "Vary", "Origin"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com",
                "http://shop.example.com",
                "https://shop.example.com:8443",
                "https://shop.example.com.evil.com",
                "https://shop.example.com/",
                "null",
                "*",
                ""
            })
    void refusesOtherOriginsWithoutRepeatingThem(String origin) {
        Cors cors = Cors.of(Requests.config("cors.origins", SHOP, "cors.credentials", "true"));

        assertThat(cors.preflight(preflight(origin).build()))
                .isEqualTo(
                        new Answer(
                                403,
                                VARY,
                                "text/plain",
                                "Cannot let the page send events: its origin is not among those that may. Ask for it to be added."));
        assertThat(cors.headers(event(origin).build())).isEqualTo(VARY);
    }

    @Test
    void allowsCredentialsToListedOrigins() {
        Cors cors = Cors.of(Requests.config("cors.origins", SHOP, "cors.credentials", "true"));

        assertThat(cors.preflight(preflight(SHOP).build()).headers())
                .containsEntry("Access-Control-Allow-Credentials", "true");
        assertThat(cors.headers(event(SHOP).build()))
                .containsEntry("Access-Control-Allow-Credentials", "true")
                .containsEntry("Access-Control-Allow-Origin", SHOP);
    }

    @Test
    void neverAllowsCredentialsToAll() {
        Cors cors = Cors.of(Requests.config("cors.origins", "*", "cors.credentials", "true"));

        assertThat(cors.headers(event("https://any.example.com").build()))
                .isEqualTo(Map.of(
                        "Access-Control-Allow-Origin", "*",
                        "Access-Control-Expose-Headers", "Retry-After",
                        "Vary", "Origin"));
    }

    @Test
    void allowsTheHeaderThatHasTheKey() {
        Cors cors = Cors.of(Requests.config("cors.origins", "*", "auth.key.header", "X-Write-Key"));

        assertThat(cors.preflight(preflight(SHOP).build()).headers())
                .containsEntry(
                        "Access-Control-Allow-Headers",
                        "authorization, content-encoding, content-type, x-api-key, x-write-key");
    }

    @Test
    void answersOnlyWhatIsAPreflight() {
        Cors cors = Cors.of(Requests.config("cors.origins", "*"));

        assertThat(cors.preflight(event(SHOP)
                        .header("Access-Control-Request-Method", "POST")
                        .build()))
                .isNull();
        assertThat(cors.preflight(Requests.of("OPTIONS").header("Origin", SHOP).build()))
                .isNull();
        assertThat(cors.preflight(Requests.of("OPTIONS")
                        .header("Access-Control-Request-Method", "POST")
                        .build()))
                .isNull();
        assertThat(cors.headers(Requests.post().build())).isEqualTo(VARY);
    }
}
