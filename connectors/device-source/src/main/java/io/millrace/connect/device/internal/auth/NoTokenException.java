// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import java.io.IOException;

/** A server of tokens gives none, and asking again would not help. Neither its text nor its remedy shows a secret. */
public final class NoTokenException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String error;

    /** @param error the server's code for what is wrong, empty for none */
    NoTokenException(String found, String error) {
        super(found);
        this.error = error;
    }

    /** Whether what the token was asked for with is not good, or not any more (RFC 6749, section 5.2). */
    boolean isOfGrant() {
        return error.equals("invalid_grant");
    }

    /** What an operator is to do. */
    public String remedy() {
        return switch (error) {
            case "invalid_client", "unauthorized_client" ->
                "Correct " + AuthOptions.CLIENT_ID + ", " + AuthOptions.CLIENT_SECRET + " and "
                        + AuthOptions.CLIENT_AUTH + ", or what the client is allowed to do";
            case "invalid_grant" ->
                "Set a new " + AuthOptions.REFRESH_TOKEN + ", or correct http.auth.jwt.* and see to the worker's clock";
            case "invalid_scope" -> "Correct " + AuthOptions.SCOPE;
            default -> "Check " + AuthOptions.TOKEN_URL + " and http.auth.oauth2.*";
        };
    }
}
