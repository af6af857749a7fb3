// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import org.apache.kafka.connect.errors.ConnectException;

/** Another task owns the partition now. This one wrote nothing and must stop. */
public final class FencedException extends ConnectException {
    private static final long serialVersionUID = 1L;

    public FencedException(String message) {
        super(message);
    }
}
