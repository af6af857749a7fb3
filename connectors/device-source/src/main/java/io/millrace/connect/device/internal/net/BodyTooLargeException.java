// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.net;

import java.io.IOException;

/** A body goes on and on. */
public final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTooLargeException(long limit) {
        super("more than " + limit + " bytes");
    }
}
