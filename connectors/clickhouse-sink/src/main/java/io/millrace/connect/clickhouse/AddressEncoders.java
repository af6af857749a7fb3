// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.IpAddress;
import io.millrace.connect.sink.Unfit;

/**
 * Addresses from text: {@code IPv4} as a little-endian number, {@code IPv6} as its bytes, which an IPv4 address has too
 * (RFC 4291, section 2.5.5.2). A mask has no place in either.
 */
final class AddressEncoders {
    private AddressEncoders() {}

    static void v4(Object value, ByteSink out) {
        String text = (String) value;
        int at = out.size();
        if (text.isEmpty() || new IpAddress(text, text.length(), out).write() != IpAddress.V4_BYTES) {
            throw refusal(text, "IPv4");
        }
        byte[] array = out.array();
        byte first = array[at];
        byte second = array[at + 1];
        array[at] = array[at + 3];
        array[at + 1] = array[at + 2];
        array[at + 2] = second;
        array[at + 3] = first;
    }

    static void v6(Object value, ByteSink out) {
        String text = (String) value;
        if (text.indexOf(':') < 0) {
            out.putLongLe(0);
            out.putIntLe(0xFFFF_0000);
        }
        if (text.isEmpty() || new IpAddress(text, text.length(), out).write() < 0) {
            throw refusal(text, "IPv6");
        }
    }

    private static Unfit refusal(String text, String type) {
        return new Unfit(
                "text of " + text.length() + " characters that is no " + type + " address",
                "Correct the value, or use a String column.");
    }
}
