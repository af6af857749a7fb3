// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Where the worker takes what devices push, and the key that lets them in. */
record PushAddress(int port, String key) {
    private static final String HOST = "127.0.0.1";

    String url() {
        return "http://" + HOST + ":" + port;
    }

    /** The variables that tell the worker; of the key it learns only the hash. */
    Map<String, String> environment() {
        return Map.of(
                "DEVICE_PUSH_HOST",
                HOST,
                "DEVICE_PUSH_PORT",
                Integer.toString(port),
                "DEVICE_PUSH_KEYS",
                "quickstart:" + HexFormat.of().formatHex(sha256(key)));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
