// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import org.apache.kafka.connect.errors.RetriableException;

/** The store cannot be reached or asks to try again: nobody's fault, and nothing was lost. */
public final class StoreUnavailableException extends RetriableException {
    private static final long serialVersionUID = 1L;

    StoreUnavailableException(String message) {
        super(message);
    }

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
