// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.Refusal;
import io.millrace.connect.ingest.request.RefusedException;
import io.millrace.records.ConfigChecks;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Lets in those who have a key, and what is signed: {@link #beforeBody} while only the head of a request is here, so that
 * nobody unknown makes the server read a body; then {@link #withBody}, over the bytes as they came. That the same request
 * does not come twice within its time is not seen here. Thread-safe, without locks.
 */
public final class RequestGate {
    private final @Nullable KeyFinder finder;
    private final ApiKeys keys;
    private final Map<String, Admission> admissions = new HashMap<>();
    private final Admission missing;
    private final Admission unknown;
    private final @Nullable Scheme scheme;

    private RequestGate(@Nullable KeyFinder finder, ApiKeys keys, @Nullable Scheme scheme) {
        this.finder = finder;
        this.keys = keys;
        this.scheme = scheme;
        keys.names().forEach(name -> admissions.put(name, Admission.of(name)));
        String expected = finder == null ? "" : finder.described();
        this.missing = refused(finder, "found no API key (expected one " + expected + "). Send it.");
        this.unknown = refused(finder, "found an API key that nobody has. Correct it, or ask for a new one.");
    }

    private static Admission refused(@Nullable KeyFinder finder, String found) {
        String challenge = finder == null ? null : finder.challenge();
        Map<String, String> headers = challenge == null ? Map.of() : Map.of("WWW-Authenticate", challenge);
        return Admission.refused(new Refusal(401, "key", "Cannot take the request: " + found, headers));
    }

    /**
     * The gate that the settings describe.
     *
     * @throws ConfigException if it would let in anybody, for want of a key or secret that the settings ask for
     */
    public static RequestGate of(AbstractConfig config, Clock clock) {
        AuthType type = ConfigChecks.choice(AuthType.class, config.getString(IngestAuthOptions.TYPE));
        Scheme scheme = Schemes.of(config, clock);
        if (type == AuthType.NONE) {
            return new RequestGate(null, ApiKeys.parse(List.of()), scheme);
        }
        List<KeyPlace> places = IngestAuthOptions.constants(KeyPlace.class, config, IngestAuthOptions.KEY_IN);
        List<String> entries = Secrets.of(config, IngestAuthOptions.KEYS);
        if (entries.isEmpty() || places.isEmpty()) {
            String key = entries.isEmpty() ? IngestAuthOptions.KEYS : IngestAuthOptions.KEY_IN;
            throw new ConfigException("Missing configuration " + key + ": needed with " + IngestAuthOptions.TYPE
                    + "=api-key. Set it, or omit " + IngestAuthOptions.TYPE + ".");
        }
        KeyFinder finder = new KeyFinder(
                places,
                config.getString(IngestAuthOptions.KEY_HEADER),
                config.getString(IngestAuthOptions.KEY_PARAMETER));
        return new RequestGate(finder, ApiKeys.parse(entries), scheme);
    }

    /** Whether the sender may send a body. Of several keys that a request shows, one that somebody has is enough. */
    public Admission beforeBody(Inbound head) {
        if (finder == null) {
            return Admission.ANYBODY;
        }
        boolean isShown = false;
        boolean mayFollow = false;
        for (KeyPlace place : finder.places()) {
            mayFollow |= place == KeyPlace.BODY;
            String key = finder.find(place, head);
            Admission admitted = key == null ? null : admitted(key);
            if (admitted != null) {
                return admitted;
            }
            isShown |= key != null;
        }
        if (mayFollow) {
            return Admission.AWAITING_KEY;
        }
        return isShown ? unknown : missing;
    }

    /**
     * What becomes of one that {@linkplain Admission#awaitsKey awaits a key}.
     *
     * @param keyOfBody null for none in it
     */
    public Admission withKey(@Nullable String keyOfBody) {
        if (keyOfBody == null || keyOfBody.isEmpty()) {
            return missing;
        }
        Admission admitted = admitted(keyOfBody);
        return admitted == null ? unknown : admitted;
    }

    private @Nullable Admission admitted(String key) {
        String name = keys.nameOf(key);
        return name == null ? null : admissions.get(name);
    }

    /** The keys, for those who find one in a body; without keys, nobody's. */
    public ApiKeys keys() {
        return keys;
    }

    /** What is wrong with the signature of a request whose whole body is here, still compressed; null for nothing. */
    public @Nullable Refusal withBody(Inbound request) {
        if (scheme == null) {
            return null;
        }
        try {
            scheme.verify(request);
            return null;
        } catch (RefusedException e) {
            return e.refusal();
        }
    }

    /**
     * What a request that was let in has in common with the same one sent again: {@code X-GitHub-Delivery}, or the
     * {@code webhook-id} of Standard Webhooks, which is signed while GitHub's is not. Null for none, as in the other schemes,
     * which have it in the body if at all.
     */
    public @Nullable String deliveryId(Inbound request) {
        return scheme == null ? null : scheme.deliveryId(request);
    }
}
