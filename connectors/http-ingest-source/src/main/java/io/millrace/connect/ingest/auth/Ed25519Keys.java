// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;

/** Public keys of Ed25519 (RFC 8032), of which any will do. Thread-safe. */
final class Ed25519Keys {
    static final int KEY_BYTES = 32;
    static final int SIGNATURE_BYTES = 64;

    private static final String ALGORITHM = "Ed25519";

    /** What comes before the key itself (RFC 8410, section 4). */
    private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private final List<PublicKey> keys;

    Ed25519Keys(List<PublicKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** @throws IllegalArgumentException if the bytes are no point of the curve */
    static PublicKey key(byte[] raw) {
        byte[] encoded = new byte[X509_HEAD.length + raw.length];
        System.arraycopy(X509_HEAD, 0, encoded, 0, X509_HEAD.length);
        System.arraycopy(raw, 0, encoded, X509_HEAD.length, raw.length);
        try {
            PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
            Signature.getInstance(ALGORITHM).initVerify(key);
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no public key of Ed25519", e);
        }
    }

    /** Whether one of {@code signatures} is one of the keys', of {@code before} and then {@code body}. */
    boolean signed(List<byte[]> signatures, byte[] before, ByteBuffer body) {
        for (PublicKey key : keys) {
            for (byte[] signature : signatures) {
                if (isSigned(key, signature, before, body)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isSigned(PublicKey key, byte[] signature, byte[] before, ByteBuffer body) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(before);
            verifier.update(body.duplicate());
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) { // bytes that are no signature
            return false;
        }
    }
}
