// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.net;

import java.io.IOException;

/** A connection would go to an address that the configuration does not allow. It will not do so on another attempt either. */
public final class RefusedAddressException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedAddressException(String found) {
        super(found);
    }
}
