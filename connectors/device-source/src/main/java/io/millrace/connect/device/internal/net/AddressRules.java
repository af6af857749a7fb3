// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.net;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses connections may go to: names of kinds of addresses, single addresses, and ranges (RFC 4632). What is
 * allowed wins over what is denied. IPv4 addresses inside IPv6 ones (mapped, NAT64, 6to4) are seen as what they are.
 */
public final class AddressRules {
    private static final Map<String, List<String>> KINDS = Map.of(
            "loopback", List.of("127.0.0.0/8", "::1/128"),
            "private",
                    List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fec0::/10"),
            "link-local", List.of("169.254.0.0/16", "fe80::/10"),
            // What cloud machines ask for their own credentials.
            "metadata", List.of("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192"),
            "multicast", List.of("224.0.0.0/4", "ff00::/8"),
            "unspecified", List.of("0.0.0.0/8", "::/128"),
            "reserved", List.of("240.0.0.0/4", "192.0.0.0/24"));

    private static final int[] NAT64 = {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private final List<Range> denied;
    private final List<Range> allowed;

    private static final class Range {
        /** As it was configured. */
        private final String name;

        private final byte[] network;
        private final int bits;

        Range(String name, byte[] network, int bits) {
            this.name = name;
            this.network = network;
            this.bits = bits;
        }

        boolean holds(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            BigInteger different = new BigInteger(1, address).xor(new BigInteger(1, network));
            return different.shiftRight(address.length * 8 - bits).signum() == 0;
        }
    }

    private AddressRules(List<Range> denied, List<Range> allowed) {
        this.denied = denied;
        this.allowed = allowed;
    }

    /**
     * Rules as they are configured.
     *
     * @throws IllegalArgumentException that says what is none of these
     */
    public static AddressRules of(List<String> denied, List<String> allowed) {
        return new AddressRules(ranges(denied), ranges(allowed));
    }

    private static List<Range> ranges(List<String> names) {
        List<Range> ranges = new ArrayList<>();
        for (String name : names) {
            for (String range : KINDS.getOrDefault(name, List.of(name))) {
                ranges.add(range(name, range));
            }
        }
        return ranges;
    }

    private static Range range(String name, String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) { // never a name that would be looked up
            throw new IllegalArgumentException("found " + name);
        }
        try {
            byte[] network = InetAddress.getByName(address).getAddress();
            int bits = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > network.length * 8) {
                throw new IllegalArgumentException("found " + name);
            }
            return new Range(name, network, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("found " + name, e);
        }
    }

    /** The rule that denies {@code address}; null if connections may go there. */
    public @Nullable String denial(InetAddress address) {
        byte[] bytes = plain(address.getAddress());
        for (Range range : allowed) {
            if (range.holds(bytes)) {
                return null;
            }
        }
        for (Range range : denied) {
            if (range.holds(bytes)) {
                return range.name;
            }
        }
        return null;
    }

    /** The IPv4 address that an IPv6 one stands for, if it does. */
    private static byte[] plain(byte[] bytes) {
        if (bytes.length != 16) {
            return bytes;
        }
        boolean isNat64 = true;
        for (int i = 0; i < NAT64.length; i++) {
            isNat64 &= (bytes[i] & 0xff) == NAT64[i];
        }
        boolean isMapped = true;
        for (int i = 0; i < 12; i++) {
            isMapped &= bytes[i] == (i < 10 ? 0 : (byte) 0xff);
        }
        if (isNat64 || isMapped) {
            return Arrays.copyOfRange(bytes, 12, 16);
        }
        boolean is6to4 = bytes[0] == 0x20 && bytes[1] == 0x02;
        return is6to4 ? Arrays.copyOfRange(bytes, 2, 6) : bytes;
    }
}
