// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.Hex;
import io.millrace.connect.sink.IpAddress;
import io.millrace.connect.sink.Unfit;

/**
 * Network addresses from their full text: {@code inet} and {@code cidr} as in PostgreSQL's {@code network.c} (family,
 * bits of the mask, whether it is a cidr, length, address), {@code macaddr} and {@code macaddr8} as their bytes. No
 * name is ever looked up.
 */
final class NetworkEncoders {
    private static final int MAC_BYTES = 6;
    private static final int MAC8_BYTES = 8;

    private NetworkEncoders() {}

    static void inet(Object value, ByteSink out) {
        address((String) value, false, out);
    }

    static void cidr(Object value, ByteSink out) {
        address((String) value, true, out);
    }

    private static void address(String text, boolean isCidr, ByteSink out) {
        int slash = text.indexOf('/');
        int end = slash < 0 ? text.length() : slash;
        int at = out.size();
        out.putInt(0);
        out.putInt(0);
        IpAddress address = new IpAddress(text, end, out);
        int length = address.write();
        int mask = slash < 0 ? length * 8 : mask(text, slash + 1, length * 8);
        if (length < 0 || mask < 0) {
            throw refusal(text, isCidr ? "cidr" : "inet");
        }
        if (isCidr && IpAddress.hasBitsBehind(mask, out.array(), at + 8, length)) {
            throw new Unfit("an address with bits right of its mask", "Correct the value, or use an inet column.");
        }
        out.patchInt(at, 4 + length);
        int family = length == IpAddress.V4_BYTES ? 2 : 3;
        out.patchInt(at + 4, family << 24 | mask << 16 | (isCidr ? 1 << 8 : 0) | length);
    }

    private static int mask(String text, int from, int bits) {
        int length = text.length() - from;
        boolean isNumber = length >= 1 && length <= 3 && (length == 1 || text.charAt(from) != '0');
        int mask = isNumber ? IpAddress.decimal(text, from, text.length()) : -1;
        return mask > bits ? -1 : mask;
    }

    static void macaddr(Object value, ByteSink out) {
        mac((String) value, MAC_BYTES, "macaddr", out);
    }

    static void macaddr8(Object value, ByteSink out) {
        mac((String) value, MAC8_BYTES, "macaddr8", out);
    }

    /** Pairs of digits with colons, or hyphens, between all of them. */
    private static void mac(String text, int bytes, String type, ByteSink out) {
        if (text.length() != bytes * 3 - 1) {
            throw refusal(text, type);
        }
        char separator = text.charAt(2);
        out.putInt(bytes);
        for (int i = 0; i < text.length(); i += 3) {
            int octet = Hex.digit(text.charAt(i)) << 4 | Hex.digit(text.charAt(i + 1));
            boolean separated = i + 2 == text.length() || text.charAt(i + 2) == separator;
            if (octet < 0 || !separated || (separator != ':' && separator != '-')) {
                throw refusal(text, type);
            }
            out.put(octet);
        }
    }

    private static Unfit refusal(String text, String type) {
        return new Unfit(
                "text of " + text.length() + " characters that is no " + type,
                "Correct the value, or use a text column.");
    }
}
