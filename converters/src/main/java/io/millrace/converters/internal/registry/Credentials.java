// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What proves to a registry who asks. Thread-safe. */
public interface Credentials {
    /** What the operator is to do when the registry takes them for nobody's. */
    String remedy();

    /** The {@code Authorization} header; null for none. */
    @Nullable String authorization() throws IOException, InterruptedException;

    /** Told that the registry has refused {@code authorization}: whether there may be a better one now. */
    default boolean isRenewedAfter(@Nullable String authorization) {
        return false;
    }
}
