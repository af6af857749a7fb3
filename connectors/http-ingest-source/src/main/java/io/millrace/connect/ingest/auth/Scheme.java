// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.RefusedException;
import org.jspecify.annotations.Nullable;

/** A way to sign requests. Thread-safe. */
interface Scheme {
    /**
     * Lets pass what is signed.
     *
     * @throws RefusedException unless the request, with its whole body, is signed with one of the secrets
     */
    void verify(Inbound request) throws RefusedException;

    /** What the request has in common with the same one sent again, and with no other; null for nothing. */
    default @Nullable String deliveryId(Inbound request) {
        return null;
    }
}
