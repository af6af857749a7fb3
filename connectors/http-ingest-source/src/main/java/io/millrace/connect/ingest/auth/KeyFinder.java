// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.connect.ingest.request.Inbound;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the API key that a request presents. Thread-safe. */
final class KeyFinder {
    private static final String AUTHORIZATION = "Authorization";

    private final List<KeyPlace> places;
    private final String header;
    private final String parameter;

    KeyFinder(List<KeyPlace> places, String header, String parameter) {
        this.places = List.copyOf(places);
        this.header = header;
        this.parameter = parameter;
    }

    List<KeyPlace> places() {
        return places;
    }

    /** Null for none there. What is in a body is for its reader to find. */
    @Nullable String find(KeyPlace place, Inbound request) {
        String found = switch (place) {
            case BEARER -> credentials(request, "Bearer ");
            case BASIC -> user(request);
            case HEADER -> request.header(header);
            case QUERY -> QueryValues.first(request.query(), parameter);
            case BODY -> null;
        };
        return found == null || found.isEmpty() ? null : found;
    }

    /** What follows a scheme, whose name may be in any case (RFC 9110, section 11.1). */
    private static @Nullable String credentials(Inbound request, String scheme) {
        String value = request.header(AUTHORIZATION);
        return value != null && value.regionMatches(true, 0, scheme, 0, scheme.length())
                ? value.substring(scheme.length()).strip()
                : null;
    }

    /** The user is the key; SDKs send no password with it. */
    private static @Nullable String user(Inbound request) {
        String encoded = credentials(request, "Basic ");
        if (encoded == null) {
            return null;
        }
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? pair : pair.substring(0, colon);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * How to authenticate, for {@code WWW-Authenticate}; null where no scheme of HTTP fits. Of two the one that makes no
     * browser ask its user for a password.
     */
    @Nullable String challenge() {
        if (places.contains(KeyPlace.BEARER)) {
            return "Bearer";
        }
        return places.contains(KeyPlace.BASIC) ? "Basic realm=\"events\", charset=\"UTF-8\"" : null;
    }

    /** The places in words. */
    String described() {
        return places.stream().map(this::described).collect(Collectors.joining(", or "));
    }

    private String described(KeyPlace place) {
        return switch (place) {
            case BEARER -> "as Authorization: Bearer";
            case BASIC -> "as the user of Authorization: Basic";
            case HEADER -> "in the header " + header;
            case QUERY -> "in the query as " + parameter;
            case BODY -> "in the body";
        };
    }
}
