// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import org.jspecify.annotations.Nullable;

/** Turns a value into one of another type. Thread-safe; throws what says why, without the value, where it cannot. */
interface Conversion {
    @Nullable Object apply(Object value);
}
