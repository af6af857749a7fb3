// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import org.apache.kafka.connect.errors.DataException;

/** The registry has answered that it has no such schema or subject. */
public final class NotRegisteredException extends DataException {
    private static final long serialVersionUID = 1L;

    public NotRegisteredException(String message) {
        super(message);
    }
}
