// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import org.apache.kafka.connect.errors.ConnectException;

/** A table is not as it was when rows were encoded for it. Nothing was written; the rows have to be encoded anew. */
public final class TableChangedException extends ConnectException {
    private static final long serialVersionUID = 1L;

    public TableChangedException(String message) {
        super(message);
    }

    public TableChangedException(String message, Throwable cause) {
        super(message, cause);
    }
}
