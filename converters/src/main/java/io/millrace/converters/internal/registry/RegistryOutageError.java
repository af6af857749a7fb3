// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import org.jspecify.annotations.Nullable;

/**
 * The schema registry cannot be asked, so a record can be neither converted nor called bad.
 *
 * <p>An {@link Error} on purpose: Connect counts any exception of a converter as the record's fault and, under {@code
 * errors.tolerance=all}, skips the record. An error it never tolerates: the task fails, visibly, with its offsets where
 * they were.
 */
public final class RegistryOutageError extends Error {
    private static final long serialVersionUID = 1L;

    RegistryOutageError(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
