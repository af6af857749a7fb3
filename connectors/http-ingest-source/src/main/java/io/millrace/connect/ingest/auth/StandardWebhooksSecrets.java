// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What the Standard Webhooks specification serializes: {@code whsec_} and the base64 of a secret, whose prefix may be left
 * out, and {@code whpk_} and that of a public key.
 */
record StandardWebhooksSecrets(MacKeys symmetric, Ed25519Keys asymmetric) {
    static final String EXPECTED =
            "expected whsec_ and the base64 of a secret, or whpk_ and the base64 of a public key";

    private static final String SECRET = "whsec_";
    private static final String PUBLIC_KEY = "whpk_";

    /** @throws IllegalArgumentException that says which is wrong, without showing it */
    static StandardWebhooksSecrets parse(List<String> texts) {
        List<byte[]> secrets = new ArrayList<>();
        List<PublicKey> keys = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            try {
                if (text.startsWith(PUBLIC_KEY)) {
                    keys.add(publicKey(text.substring(PUBLIC_KEY.length())));
                } else {
                    secrets.add(secret(text.startsWith(SECRET) ? text.substring(SECRET.length()) : text));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("secret " + (i + 1) + " cannot be read (" + EXPECTED + ")", e);
            }
        }
        return new StandardWebhooksSecrets(new MacKeys(HmacAlgorithm.SHA256, secrets), new Ed25519Keys(keys));
    }

    private static byte[] secret(String base64) {
        byte[] secret = Base64.getDecoder().decode(base64);
        if (secret.length == 0) {
            throw new IllegalArgumentException("empty");
        }
        return secret;
    }

    private static PublicKey publicKey(String base64) {
        byte[] key = SignatureEncoding.BASE64.decode(base64, Ed25519Keys.KEY_BYTES);
        return Ed25519Keys.key(key);
    }
}
