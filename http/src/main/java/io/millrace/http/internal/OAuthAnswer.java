// SPDX-License-Identifier: Apache-2.0
package io.millrace.http.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an OAuth 2.0 server says (RFC 6749, sections 5.1 and 5.2).
 *
 * @param token null when there is none that a header can hold
 * @param life how long the token is good; where neither the answer nor the token says it, until it is refused
 * @param refreshToken what the next token is asked for with, if the server gave it anew
 * @param error the server's code for what is wrong, empty for none
 */
public record OAuthAnswer(
        @Nullable String token,
        Duration life,
        String error,
        @Nullable String refreshToken) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration UNTIL_REFUSED = Duration.ofDays(365);

    public static OAuthAnswer parse(String body) {
        Map<String, String> fields = scalars(body);
        String token = fields.getOrDefault("access_token", "");
        String error = fields.getOrDefault("error", "");
        return new OAuthAnswer(
                token.matches("[!-~]+") ? token : null,
                life(fields, token),
                error.matches("[\\w-]{1,100}") ? error : "",
                fields.get("refresh_token"));
    }

    private static Duration life(Map<String, String> fields, String token) {
        long seconds = number(fields.get("expires_in"));
        if (seconds <= 0) {
            Map<String, String> claims = scalars(payload(token));
            seconds = number(claims.get("exp")) - number(claims.get("iat"));
        }
        return seconds <= 0 || seconds > UNTIL_REFUSED.toSeconds() ? UNTIL_REFUSED : Duration.ofSeconds(seconds);
    }

    private static long number(@Nullable String text) {
        return text != null && text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
    }

    /** The names of what a token says of itself, none when it is no JSON Web Token (RFC 7519). */
    public static Set<String> claims(String token) {
        return scalars(payload(token)).keySet();
    }

    private static String payload(String token) {
        String[] parts = token.split("\\.", -1);
        try {
            return parts.length == 3 ? new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8) : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** The fields of an object, those with parts as empty text; as far as it is JSON. */
    private static Map<String, String> scalars(String json) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, parser.getValueAsString(""));
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            // what was read until here is what there is
        }
        return fields;
    }
}
