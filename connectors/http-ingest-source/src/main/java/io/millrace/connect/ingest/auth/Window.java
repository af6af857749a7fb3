// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.connect.ingest.request.RefusedException;
import java.time.Clock;

/** How old a signed request may be, so that one overheard is of no use for long. As much ahead, since clocks differ. */
final class Window {
    private final long toleranceMs;
    private final Clock clock;

    Window(long toleranceMs, Clock clock) {
        this.toleranceMs = toleranceMs;
        this.clock = clock;
    }

    /**
     * Checks a time as it was sent.
     *
     * @param header that has it
     */
    void check(String text, TimestampFormat format, String header) throws RefusedException {
        long sentMs = format.millis(text);
        if (sentMs == TimestampFormat.INVALID) {
            throw SignatureHeaders.malformed(header, format.described());
        }
        long ageMs = clock.millis() - sentMs;
        if (ageMs > toleranceMs) {
            throw refusal("is too old", header);
        }
        if (ageMs < -toleranceMs) {
            throw refusal("is in the future", header);
        }
    }

    private RefusedException refusal(String what, String header) {
        return new RefusedException(
                401,
                "timestamp",
                "Cannot verify the signature: found a time in " + header + " that " + what
                        + " (expected now, give or take " + toleranceMs
                        + " ms). Check the sender's clock, and sign again what is sent again.");
    }
}
