// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.connect.errors.ConnectException;

/** HMAC-SHA-256 (RFC 2104) with one key. Thread-safe: each thread computes with an instance of its own. */
final class KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";

    private final ThreadLocal<Mac> macs;

    /** @param key its UTF-8 bytes are the key */
    KeyedHash(String key) {
        SecretKeySpec spec = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.macs = ThreadLocal.withInitial(() -> mac(spec));
    }

    /** 32 bytes. */
    byte[] of(byte[] message) {
        return macs.get().doFinal(message);
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new ConnectException("Cannot mask: no " + ALGORITHM + " in this Java. Use a complete one.", e);
        }
    }
}
