// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import org.jspecify.annotations.Nullable;

/** Two objects, compared by identity: what one node of a plan is for, and recursive schemas could not be compared else. */
record SamePair(Object one, Object other) {
    @Override
    public boolean equals(@Nullable Object that) {
        return that instanceof SamePair pair && one == pair.one && other == pair.other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(one) * 31 + System.identityHashCode(other);
    }
}
