// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secrets of an HMAC, of which any will do. Thread-safe. */
final class MacKeys {
    private final HmacAlgorithm algorithm;
    private final List<Key> keys = new ArrayList<>();

    /** A secret, and a Mac that has it and nothing else yet: to copy, not to use. */
    private record Key(SecretKeySpec secret, Mac ready) {}

    /** @param secrets none of them empty */
    MacKeys(HmacAlgorithm algorithm, List<byte[]> secrets) {
        this.algorithm = algorithm;
        for (byte[] secret : secrets) {
            SecretKeySpec key = new SecretKeySpec(secret, algorithm.macName());
            keys.add(new Key(key, ready(key)));
        }
    }

    int byteCount() {
        return algorithm.byteCount();
    }

    /**
     * Whether one of {@code signatures} is what one of the secrets makes of {@code content}. Tries all of them with all.
     *
     * @param content adds what was signed; called once for each secret
     */
    boolean signed(List<byte[]> signatures, Consumer<Mac> content) {
        boolean matches = false;
        for (Key key : keys) {
            Mac mac = copy(key);
            content.accept(mac);
            matches |= ConstantTime.indexOf(signatures, mac.doFinal()) >= 0;
        }
        return matches;
    }

    private Mac copy(Key key) {
        try {
            return (Mac) key.ready.clone();
        } catch (CloneNotSupportedException e) { // some providers keep keys in a device
            return ready(key.secret);
        }
    }

    private Mac ready(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(algorithm.macName());
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with " + algorithm.macName(), e);
        }
    }
}
