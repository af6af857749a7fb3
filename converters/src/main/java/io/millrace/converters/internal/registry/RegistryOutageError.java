// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.records.Errors;
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

    /** For a registry that can be asked, and cannot give what the configuration needs. */
    public RegistryOutageError(String action, String found, String where, String remedy) {
        this(Errors.sentence(action, found, where, remedy + RegistryHttp.RESUMES), null);
    }

    RegistryOutageError(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
