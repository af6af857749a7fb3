// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Java's own formats for what the transform writes, and JSON with every digit. */
final class IsoTexts {
    static final DateTimeFormatter LOCAL = DateTimeFormatter.ISO_LOCAL_DATE_TIME;
    static final DateTimeFormatter TIME = DateTimeFormatter.ISO_LOCAL_TIME;
    static final DateTimeFormatter SHORT_OFFSET = new DateTimeFormatterBuilder()
            .append(LOCAL)
            .appendOffset("+HH:mm", "Z")
            .toFormatter();
    static final DateTimeFormatter SHORT_OFFSET_TIME = new DateTimeFormatterBuilder()
            .append(TIME)
            .appendOffset("+HH:mm", "Z")
            .toFormatter();
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private IsoTexts() {}
}
