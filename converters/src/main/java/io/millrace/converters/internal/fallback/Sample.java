// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.fallback;

import io.millrace.records.Side;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What of a record shows its format. */
final class Sample {
    private static final String CONTENT_TYPE = "content-type";
    private static final List<String> KEY_IDS =
            List.of("__key_schema_id", "apicurio.key.globalId", "apicurio.key.contentId", "apicurio.key.contentHash");
    private static final List<String> VALUE_IDS = List.of(
            "__value_schema_id", "apicurio.value.globalId", "apicurio.value.contentId", "apicurio.value.contentHash");

    private final Side side;
    private final @Nullable Headers headers;
    private final byte[] bytes;

    Sample(Side side, @Nullable Headers headers, byte[] bytes) {
        this.side = side;
        this.headers = headers;
        this.bytes = bytes;
    }

    /** Whether the bytes begin with this one and are at least so many. */
    boolean begins(int first, int length) {
        return bytes.length >= length && bytes[0] == first;
    }

    /** Whether one of the headers holds the id of this side's schema. */
    boolean hasSchemaId() {
        if (headers == null) {
            return false;
        }
        for (String name : side == Side.KEY ? KEY_IDS : VALUE_IDS) {
            if (headers.lastHeader(name) != null) {
                return true;
            }
        }
        return false;
    }

    /** The media type, without parameters such as the character set; empty if the record does not say. */
    String contentType() {
        Header header = headers == null ? null : headers.lastHeader(CONTENT_TYPE);
        if (header == null || header.value() == null) {
            return "";
        }
        String type = new String(header.value(), StandardCharsets.US_ASCII);
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** The first character after white space and a byte order mark; 0 if there is none. */
    byte firstCharacter() {
        boolean marked =
                bytes.length > 2 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
        int at = marked ? 3 : 0;
        while (at < bytes.length && isSpace(bytes[at])) {
            at++;
        }
        return at < bytes.length ? bytes[at] : 0;
    }

    private static boolean isSpace(byte each) {
        return each == ' ' || each == '\t' || each == '\n' || each == '\r';
    }
}
