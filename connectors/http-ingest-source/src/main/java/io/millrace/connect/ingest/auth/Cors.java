// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.connect.ingest.request.Answer;
import io.millrace.connect.ingest.request.Inbound;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may send events and read the answers (the Fetch standard, section 3.2). An answer never repeats what was
 * sent: all there can be is made once. Thread-safe.
 */
public final class Cors {
    private static final String ORIGIN = "Origin";
    private static final Map<String, String> VARY = Map.of("Vary", ORIGIN);

    private final boolean isOn;
    private final @Nullable Granted all;
    private final Map<String, Granted> byOrigin = new HashMap<>();

    /** What a page is answered. */
    private record Granted(Map<String, String> headers, Answer preflight) {}

    private Cors(List<String> origins, boolean withCredentials, String keyHeader) {
        this.isOn = !origins.isEmpty();
        this.all = origins.contains("*") ? granted("*", false, keyHeader) : null;
        for (String origin : origins) {
            String asSent = origin.toLowerCase(Locale.ROOT);
            byOrigin.put(asSent, granted(asSent, withCredentials, keyHeader));
        }
    }

    public static Cors of(AbstractConfig config) {
        return new Cors(
                config.getList(IngestAuthOptions.CORS_ORIGINS),
                config.getBoolean(IngestAuthOptions.CORS_CREDENTIALS),
                config.getString(IngestAuthOptions.KEY_HEADER));
    }

    private static Granted granted(String origin, boolean withCredentials, String keyHeader) {
        Map<String, String> headers = new TreeMap<>(VARY);
        headers.put("Access-Control-Allow-Origin", origin);
        if (withCredentials) {
            headers.put("Access-Control-Allow-Credentials", "true");
        }
        Map<String, String> preflight = new TreeMap<>(headers);
        preflight.put("Access-Control-Allow-Methods", "GET, POST");
        preflight.put("Access-Control-Allow-Headers", allowedHeaders(keyHeader));
        preflight.put("Access-Control-Max-Age", "3600");
        headers.put("Access-Control-Expose-Headers", "Retry-After");
        return new Granted(Map.copyOf(headers), new Answer(204, preflight, "", ""));
    }

    private static String allowedHeaders(String keyHeader) {
        TreeSet<String> headers =
                new TreeSet<>(List.of("authorization", "content-encoding", "content-type", "x-api-key"));
        headers.add(keyHeader.toLowerCase(Locale.ROOT));
        return String.join(", ", headers);
    }

    /** The answer to a browser that asks whether a page may send what it wants to; null if it does not ask. */
    public @Nullable Answer preflight(Inbound request) {
        if (!isOn
                || !request.method().equals("OPTIONS")
                || request.header(ORIGIN) == null
                || request.header("Access-Control-Request-Method") == null) {
            return null;
        }
        Granted granted = granted(request);
        return granted == null
                ? new Answer(
                        403,
                        VARY,
                        "text/plain",
                        "Cannot let the page send events: its origin is not among those that may. Ask for it to be added.")
                : granted.preflight;
    }

    /** What any other answer has to have: on top of its own headers. */
    public Map<String, String> headers(Inbound request) {
        if (!isOn) {
            return Map.of();
        }
        Granted granted = granted(request);
        return granted == null ? VARY : granted.headers;
    }

    private @Nullable Granted granted(Inbound request) {
        String origin = request.header(ORIGIN);
        if (origin == null) {
            return null;
        }
        return all == null ? byOrigin.get(origin) : all;
    }
}
