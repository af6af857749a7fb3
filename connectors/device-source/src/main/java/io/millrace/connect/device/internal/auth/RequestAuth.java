// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import java.io.IOException;
import okhttp3.Request;

/** What proves to an API who asks. Thread-safe. */
public interface RequestAuth extends AutoCloseable {
    /** The request with what proves who asks: once for each attempt, on the thread that sends it. May ask for a token. */
    Request sign(Request request) throws IOException;

    /** Told that {@code refused} was answered 401: whether another attempt may fare better. */
    default boolean isRenewedAfter(Request refused) {
        return false;
    }

    /** What an operator is to do about 401 and 403. */
    String remedy();

    /** Gives back what is shared with others, who go on with it. */
    @Override
    default void close() {}
}
