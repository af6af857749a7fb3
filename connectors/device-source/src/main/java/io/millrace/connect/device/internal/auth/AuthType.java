// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import io.millrace.records.ConfigChecks;
import java.util.List;

/** The ways of {@code http.auth.type}, each with its settings, but those of how a client proves itself. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are copies
enum AuthType implements ConfigChecks.Dashed {
    NONE(List.of(), List.of()),
    BASIC(List.of(AuthOptions.USER, AuthOptions.PASSWORD), List.of()),
    BEARER(List.of(AuthOptions.TOKEN), List.of()),
    API_KEY(List.of(AuthOptions.API_KEY), List.of(AuthOptions.API_KEY_NAME, AuthOptions.API_KEY_IN)),
    OAUTH2_CLIENT_CREDENTIALS(
            List.of(AuthOptions.TOKEN_URL, AuthOptions.CLIENT_ID),
            List.of(AuthOptions.CLIENT_AUTH, AuthOptions.SCOPE, AuthOptions.PARAMETERS, AuthOptions.MARGIN_MS)),
    OAUTH2_REFRESH_TOKEN(
            List.of(AuthOptions.TOKEN_URL, AuthOptions.CLIENT_ID, AuthOptions.REFRESH_TOKEN),
            List.of(AuthOptions.CLIENT_AUTH, AuthOptions.SCOPE, AuthOptions.PARAMETERS, AuthOptions.MARGIN_MS)),
    JWT_BEARER(
            List.of(AuthOptions.TOKEN_URL, AuthOptions.JWT_KEY),
            List.of(
                    AuthOptions.CLIENT_ID,
                    AuthOptions.CLIENT_AUTH,
                    AuthOptions.SCOPE,
                    AuthOptions.PARAMETERS,
                    AuthOptions.MARGIN_MS,
                    AuthOptions.JWT_ALGORITHM,
                    AuthOptions.JWT_KEY_ID,
                    AuthOptions.JWT_ISSUER,
                    AuthOptions.JWT_SUBJECT,
                    AuthOptions.JWT_AUDIENCE,
                    AuthOptions.JWT_LIFETIME_MS)),
    HMAC(
            List.of(AuthOptions.HMAC_SECRET),
            List.of(
                    AuthOptions.HMAC_ALGORITHM,
                    AuthOptions.HMAC_ENCODING,
                    AuthOptions.HMAC_TEMPLATE,
                    AuthOptions.HMAC_HEADER,
                    AuthOptions.HMAC_HEADER_TEMPLATE,
                    AuthOptions.HMAC_TIMESTAMP_HEADER,
                    AuthOptions.HMAC_TIMESTAMP_FORMAT,
                    AuthOptions.HMAC_KEY_ID));

    private final AuthKeys keys;

    AuthType(List<String> needed, List<String> possible) {
        this.keys = new AuthKeys(needed, possible);
    }

    AuthKeys keys() {
        return keys;
    }

    /** Whether a client has to prove itself, so that the settings of {@link ClientAuth} hold too. */
    boolean hasClient() {
        return keys.uses(AuthOptions.CLIENT_AUTH);
    }
}
