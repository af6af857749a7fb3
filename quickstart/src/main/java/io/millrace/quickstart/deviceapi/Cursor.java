// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.deviceapi;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalInt;

/** A feed position as clients see it: opaque text that stays valid for as long as the feed. */
final class Cursor {
    private static final String PREFIX = "feed:";

    private Cursor() {}

    static String encode(int position) {
        byte[] bytes = (PREFIX + position).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The position, or nothing if no cursor of ours looks like this. */
    static OptionalInt decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            int position = text.startsWith(PREFIX) ? Integer.parseInt(text.substring(PREFIX.length())) : -1;
            return position >= 0 && encode(position).equals(cursor) ? OptionalInt.of(position) : OptionalInt.empty();
        } catch (IllegalArgumentException e) {
            return OptionalInt.empty();
        }
    }
}
