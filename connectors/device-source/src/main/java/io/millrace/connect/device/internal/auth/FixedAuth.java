// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import okhttp3.Credentials;
import okhttp3.Request;
import org.apache.kafka.common.config.ConfigException;

/** What stays the same for every request. */
final class FixedAuth implements RequestAuth {
    private final UnaryOperator<Request> signing;
    private final String remedy;

    FixedAuth(UnaryOperator<Request> signing, String remedy) {
        this.signing = signing;
        this.remedy = remedy;
    }

    static RequestAuth basic(String user, String password) {
        return header(
                "Authorization",
                Credentials.basic(user, password, StandardCharsets.UTF_8),
                "Correct " + AuthOptions.USER + " and " + AuthOptions.PASSWORD + ", or what the user is allowed to do");
    }

    /** @throws ConfigException if {@code value} cannot be in a header */
    static RequestAuth header(String name, String value, String remedy) {
        if (!AuthValidators.isSendable(value)) {
            throw new ConfigException("Cannot send header " + name
                    + ": found characters in the secret that a header cannot have (expected printable ASCII). Check for a"
                    + " line end copied with it.");
        }
        return new FixedAuth(request -> request.newBuilder().header(name, value).build(), remedy);
    }

    @Override
    public Request sign(Request request) {
        return signing.apply(request);
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
