// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.connect.ingest.request.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Whether a sender may go on.
 *
 * @param refusal what to answer; null if it may
 * @param client the name of its API key; null for one without
 * @param awaitsKey whether its body may be read, but not taken until it has shown a key: see {@link RequestGate#withKey}
 */
public record Admission(@Nullable Refusal refusal, @Nullable String client, boolean awaitsKey) {
    static final Admission ANYBODY = new Admission(null, null, false);
    static final Admission AWAITING_KEY = new Admission(null, null, true);

    static Admission of(String client) {
        return new Admission(null, client, false);
    }

    static Admission refused(Refusal refusal) {
        return new Admission(refusal, null, false);
    }
}
