// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.changes.internal.types.TypePolicy.Misfit;
import org.jspecify.annotations.Nullable;

/** Applies a {@link Misfit} choice to one value. */
final class Misfits {
    private Misfits() {}

    /**
     * What stands for a value that the target cannot hold.
     *
     * @param nearest what {@code clamp} gives; null if nothing is near
     * @param word what {@code string} gives, for a target of text
     * @param what completes "found ...": what is wrong, without the value
     */
    static @Nullable Object settle(Misfit choice, @Nullable Object nearest, @Nullable Object word, String what) {
        Object settled = switch (choice) {
            case FAIL -> null;
            case NULL -> null;
            case CLAMP -> nearest;
            case STRING -> word;
        };
        if (settled == null && choice != Misfit.NULL) {
            throw new ArithmeticException(what);
        }
        return settled;
    }
}
