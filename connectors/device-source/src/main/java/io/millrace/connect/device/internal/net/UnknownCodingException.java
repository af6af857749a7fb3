// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.net;

import java.io.IOException;

/** A body is compressed in a way that is not known, or in too many ways. */
public final class UnknownCodingException extends IOException {
    private static final long serialVersionUID = 1L;

    UnknownCodingException(String message) {
        super(message);
    }
}
