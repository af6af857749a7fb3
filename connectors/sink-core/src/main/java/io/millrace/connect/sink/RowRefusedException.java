// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import org.apache.kafka.connect.errors.DataException;

/** The store refused a row for what is in it: the record's fault, once it is known which record. */
public final class RowRefusedException extends DataException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason what was refused and by what rule, without the row's content */
    public RowRefusedException(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
