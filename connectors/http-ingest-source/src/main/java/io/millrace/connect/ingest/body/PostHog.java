// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.connect.device.internal.shape.RecordShape;
import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.RefusedException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What PostHog's SDKs send besides events: who sends them, and when. Bodies are an event, an array of events, or an object
 * with a {@code batch}, whatever the path.
 */
final class PostHog {
    private static final Set<String> WANTED = Set.of("api_key", "token", "batch", "sent_at", "sentAt");
    private static final int LAST_KEY = 3;
    private static final int IGNORES_SENT_AT = 4;

    private final Members members;
    private final @Nullable String sentAtQuery;
    private @Nullable String key;

    PostHog(byte[] body, Inbound request) {
        this.members = Members.of(body, WANTED);
        String query = FormText.valueIfAny(request.query(), "_");
        this.sentAtQuery = query == null ? FormText.valueIfAny(request.query(), "sent_at") : query;
        this.key = ofBody();
    }

    /** A shape that says what this needs to know of each event. */
    static AsideShape aside(RecordShape shape) {
        return new AsideShape(
                shape, "/api_key", "/token", "/properties/token", "/properties/api_key", "/properties/$ignore_sent_at");
    }

    boolean isBatch() {
        JsonToken batch = members.token("batch");
        return batch != null && batch != JsonToken.VALUE_NULL;
    }

    @Nullable String sentAt() {
        String inBody = members.text("sent_at", "sentAt");
        return inBody == null ? sentAtQuery : inBody;
    }

    private @Nullable String ofBody() {
        return members.text("api_key", "token");
    }

    /**
     * Takes note of an event's key.
     *
     * @throws RefusedException if it is not that of the events before; what the body itself says goes before all
     */
    void note(AsideShape event) throws RefusedException {
        String own = event.value(0, LAST_KEY);
        if (own == null || ofBody() != null) {
            return;
        }
        if (key != null && !key.equals(own)) {
            throw Refusals.keys();
        }
        key = own;
    }

    static boolean ignoresSentAt(AsideShape event) {
        return "true".equals(event.value(IGNORES_SENT_AT));
    }

    @Nullable String apiKey() {
        return key;
    }
}
