// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.Digits;
import java.util.Arrays;

/**
 * Reads IPv4 addresses of four decimal numbers, and IPv6 addresses as in RFC 4291, section 2.2, into their bytes.
 * Leading zeros of a decimal number, which some read as octal, are refused.
 */
public final class IpAddress {
    public static final int V4_BYTES = 4;
    public static final int V6_BYTES = 16;

    private final String text;
    private final int end;
    private final ByteSink out;
    private int at;

    /** An address in a text: what stands before {@code end}. */
    public IpAddress(String text, int end, ByteSink out) {
        this.text = text;
        this.end = end;
        this.out = out;
    }

    /** Appends the bytes and returns how many: 4 or 16; -1 if it is no address. */
    public int write() {
        return text.lastIndexOf(':', end - 1) < 0 ? quad() : groups();
    }

    private int quad() {
        for (int i = 0; i < V4_BYTES; i++) {
            int stop = i == V4_BYTES - 1 ? end : text.indexOf('.', at);
            boolean isShort = stop > at && stop <= end && stop - at <= 3 && (stop - at == 1 || text.charAt(at) != '0');
            int octet = isShort ? decimal(text, at, stop) : -1;
            if (octet < 0 || octet > 255) {
                return -1;
            }
            out.put(octet);
            at = stop + 1;
        }
        return V4_BYTES;
    }

    private int groups() {
        int start = out.size();
        int gap = -1;
        if (text.startsWith("::")) {
            gap = start;
            at = 2;
        }
        while (at < end) {
            if (out.size() - start > V6_BYTES - 2 || !group(start)) {
                return -1;
            }
            if (at == end) {
                break;
            }
            at++; // behind a colon
            if (at < end && text.charAt(at) == ':') {
                if (gap >= 0) {
                    return -1;
                }
                gap = out.size();
                at++;
            } else if (at == end) {
                return -1;
            }
        }
        return fill(start, gap);
    }

    /** Up to four digits, or the four decimal numbers that may stand at the end. */
    private boolean group(int start) {
        int colon = text.indexOf(':', at);
        int stop = colon < 0 || colon > end ? end : colon;
        int dot = text.indexOf('.', at);
        if (stop == end && dot >= 0 && dot < end) {
            boolean fits = out.size() - start <= V6_BYTES - V4_BYTES && quad() > 0;
            at = end;
            return fits;
        }
        if (stop == at || stop - at > 4) {
            return false;
        }
        int number = 0;
        for (; at < stop; at++) {
            int digit = Hex.digit(text.charAt(at));
            if (digit < 0) {
                return false;
            }
            number = number << 4 | digit;
        }
        out.putShort(number);
        return true;
    }

    /** Moves what follows the gap to the end, and fills it with zeros. */
    private int fill(int start, int gap) {
        int missing = V6_BYTES - (out.size() - start);
        if (gap < 0 || missing < 2) {
            return gap < 0 && missing == 0 ? V6_BYTES : -1;
        }
        int tail = out.size() - gap;
        for (int i = 0; i < missing; i++) {
            out.put(0);
        }
        byte[] bytes = out.array();
        System.arraycopy(bytes, gap, bytes, gap + missing, tail);
        Arrays.fill(bytes, gap, gap + missing, (byte) 0);
        return V6_BYTES;
    }

    /** The number between the indexes; -1 if there is anything but digits. */
    public static int decimal(String text, int from, int to) {
        return (int) Digits.decimal(text, from, to);
    }

    /** Whether an address has a bit set right of its mask. */
    public static boolean hasBitsBehind(int mask, byte[] bytes, int at, int length) {
        for (int bit = mask; bit < length * 8; bit++) {
            if ((bytes[at + bit / 8] >> (7 - bit % 8) & 1) != 0) {
                return true;
            }
        }
        return false;
    }
}
