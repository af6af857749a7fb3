// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.Round.Failure;
import java.io.IOException;

/** A registry cannot be asked, for a reason that was worked out where it arose. */
final class CannotAskException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    CannotAskException(Failure failure) {
        super(failure.found(), failure.cause());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
