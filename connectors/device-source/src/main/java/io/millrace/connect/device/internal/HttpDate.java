// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Dates in headers (RFC 9110 section 5.6.7). */
public final class HttpDate {
    /** The answers of a second all say the same, and to read it anew takes as long as to read several records. */
    private static volatile Read last = new Read("", null);

    private record Read(String text, @Nullable Instant instant) {}

    private HttpDate() {}

    /** What a header says; null if it is absent or says nothing that can be understood. */
    public static @Nullable Instant parse(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Read read = last;
        if (!read.text.equals(header)) {
            read = new Read(header, read(header.trim()));
            last = read;
        }
        return read.instant;
    }

    private static @Nullable Instant read(String text) {
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
