// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.records.ConfigChecks;
import java.util.Base64;
import java.util.HexFormat;

/** How bytes are written in a header. */
enum SignatureEncoding implements ConfigChecks.Dashed {
    HEX,
    BASE64;

    private static final byte[] NONE = {};

    /** The {@code count} bytes, at least one, that the whole text says; empty if it says anything else. */
    byte[] decode(String text, int count) {
        return switch (this) {
            case HEX -> hex(text, count);
            case BASE64 -> base64(text, count);
        };
    }

    /** In words: {@code 64 hex digits}. */
    String described(int count) {
        return switch (this) {
            case HEX -> 2 * count + " hex digits";
            case BASE64 -> "the base64 of " + count + " bytes";
        };
    }

    private static byte[] hex(String text, int count) {
        if (text.length() != 2 * count) {
            return NONE;
        }
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            char high = text.charAt(2 * i);
            char low = text.charAt(2 * i + 1);
            if (!HexFormat.isHexDigit(high) || !HexFormat.isHexDigit(low)) {
                return NONE;
            }
            bytes[i] = (byte) (HexFormat.fromHexDigit(high) << 4 | HexFormat.fromHexDigit(low));
        }
        return bytes;
    }

    private static byte[] base64(String text, int count) {
        if (text.length() > (count + 2) / 3 * 4) {
            return NONE;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return bytes.length == count ? bytes : NONE;
        } catch (IllegalArgumentException e) {
            return NONE;
        }
    }
}
