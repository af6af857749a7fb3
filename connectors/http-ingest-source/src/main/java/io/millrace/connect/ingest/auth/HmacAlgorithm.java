// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.records.ConfigChecks;

/** The hash of an HMAC (RFC 2104). */
enum HmacAlgorithm implements ConfigChecks.Dashed {
    SHA256("HmacSHA256", 32),
    SHA512("HmacSHA512", 64),
    SHA1("HmacSHA1", 20);

    private final String macName;
    private final int byteCount;

    HmacAlgorithm(String macName, int byteCount) {
        this.macName = macName;
        this.byteCount = byteCount;
    }

    /** As Java names it. */
    String macName() {
        return macName;
    }

    /** How long a signature is. */
    int byteCount() {
        return byteCount;
    }
}
