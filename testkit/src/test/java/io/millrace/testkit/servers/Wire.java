// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Messages of PostgreSQL's protocol, made by hand. */
final class Wire {
    private static final int PROTOCOL_3 = 196_608;
    private static final int SSL_REQUEST = 80_877_103;

    private Wire() {}

    static byte[] startup() {
        return ByteBuffer.allocate(8).putInt(8).putInt(PROTOCOL_3).array();
    }

    static byte[] encryptionRequest() {
        return ByteBuffer.allocate(8).putInt(8).putInt(SSL_REQUEST).array();
    }

    static byte[] message(char type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + bytes.length)
                .put((byte) type)
                .putInt(4 + bytes.length)
                .put(bytes)
                .array();
    }
}
