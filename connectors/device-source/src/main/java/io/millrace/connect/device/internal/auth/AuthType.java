// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import io.millrace.records.ConfigChecks;
import java.util.List;

/** The ways of {@code http.auth.type}, with the settings that each must have, and those that it may have. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are copies
enum AuthType implements ConfigChecks.Dashed {
    NONE(List.of(), List.of()),
    BASIC(List.of(AuthOptions.USER, AuthOptions.PASSWORD), List.of()),
    BEARER(List.of(AuthOptions.TOKEN), List.of()),
    API_KEY(List.of(AuthOptions.API_KEY), List.of()),
    OAUTH2_CLIENT_CREDENTIALS(
            List.of(AuthOptions.TOKEN_URL, AuthOptions.CLIENT_ID),
            List.of(AuthOptions.CLIENT_SECRET, AuthOptions.JWT_KEY)),
    OAUTH2_REFRESH_TOKEN(
            List.of(AuthOptions.TOKEN_URL, AuthOptions.CLIENT_ID, AuthOptions.REFRESH_TOKEN),
            List.of(AuthOptions.CLIENT_SECRET, AuthOptions.JWT_KEY)),
    JWT_BEARER(
            List.of(AuthOptions.TOKEN_URL, AuthOptions.JWT_KEY),
            List.of(AuthOptions.CLIENT_ID, AuthOptions.CLIENT_SECRET)),
    HMAC(List.of(AuthOptions.HMAC_SECRET), List.of());

    private final List<String> needed;
    private final List<String> possible;

    AuthType(List<String> needed, List<String> possible) {
        this.needed = List.copyOf(needed);
        this.possible = List.copyOf(possible);
    }

    List<String> needed() {
        return needed;
    }

    boolean uses(String key) {
        return needed.contains(key) || possible.contains(key);
    }
}
