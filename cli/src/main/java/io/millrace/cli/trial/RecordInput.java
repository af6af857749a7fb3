// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import org.jspecify.annotations.Nullable;

/** Where records to try come from. */
interface RecordInput extends AutoCloseable {
    /** The next one; null at the end. */
    @Nullable Given next();

    @Override
    void close();
}
