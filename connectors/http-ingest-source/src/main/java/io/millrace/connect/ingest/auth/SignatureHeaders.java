// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.RefusedException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers that signatures are made of, and what is said of those that will not do. */
final class SignatureHeaders {
    /** Of characters as bytes, which is how the server reads headers: so that what was signed are the bytes that came. */
    static final Charset CHARSET = StandardCharsets.ISO_8859_1;

    private static final int MAX_ID_LENGTH = 255;

    private SignatureHeaders() {}

    /** A header's one value: of several, another reader could take another for the one that was signed. */
    static String only(Inbound request, String name) throws RefusedException {
        List<String> values = request.fields().apply(name);
        if (values.isEmpty()) {
            throw refusal(
                    "found no header " + name + ". Sign the request, and let nothing on the way remove the header.");
        }
        if (values.size() > 1) {
            throw refusal("found the header " + name + " " + values.size() + " times (expected once). Send it once.");
        }
        return values.get(0);
    }

    static RefusedException malformed(String name, String expected) {
        return refusal("found a malformed " + name + " (expected " + expected + "). Correct how it is written.");
    }

    static RefusedException wrong(String name) {
        return refusal("found none in " + name + " that fits the request and the secret. Check that both sides have the"
                + " same secret, and that nothing on the way changes the body.");
    }

    /** @param found what, and what to do about it */
    static RefusedException refusal(String found) {
        return new RefusedException(401, "signature", "Cannot verify the signature: " + found);
    }

    /** A header that tells deliveries apart; null for none, or for one that is too long to be kept. */
    static @Nullable String id(Inbound request, String name) {
        String id = request.header(name);
        return id == null || id.isBlank() || id.length() > MAX_ID_LENGTH ? null : id;
    }
}
