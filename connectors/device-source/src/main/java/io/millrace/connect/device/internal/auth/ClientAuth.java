// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import io.millrace.records.ConfigChecks;
import java.util.List;

/** How a client proves itself to a server of tokens, each with its settings. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are copies
enum ClientAuth implements ConfigChecks.Dashed {
    /** Without a secret: a public client, or one with a certificate (RFC 8705). */
    BASIC(List.of(), List.of(AuthOptions.CLIENT_SECRET)),
    POST(List.of(), List.of(AuthOptions.CLIENT_SECRET)),
    PRIVATE_KEY_JWT(
            List.of(AuthOptions.CLIENT_ID, AuthOptions.JWT_KEY),
            List.of(
                    AuthOptions.JWT_ALGORITHM,
                    AuthOptions.JWT_KEY_ID,
                    AuthOptions.JWT_ISSUER,
                    AuthOptions.JWT_AUDIENCE,
                    AuthOptions.JWT_LIFETIME_MS));

    private final AuthKeys keys;

    ClientAuth(List<String> needed, List<String> possible) {
        this.keys = new AuthKeys(needed, possible);
    }

    AuthKeys keys() {
        return keys;
    }
}
