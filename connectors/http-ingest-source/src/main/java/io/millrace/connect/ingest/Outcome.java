// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.util.Locale;

/** What became of an event, as its sender is told. */
enum Outcome {
    /** Kafka has committed it. */
    OK,
    /** It will never be taken: sending it again is of no use. */
    DROP,
    /** It may or may not have been taken: it is to be sent again. */
    RETRY;

    /** As answers have it: {@code ok}. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
