// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys that senders may have, each with its owner's name; of a key only the SHA-256 is known. An owner may have several,
 * while one takes the place of another. Thread-safe.
 */
public final class ApiKeys {
    static final String EXPECTED =
            "expected entries such as shop:<64 hex digits>, the name with letters, digits, . _ and -";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int HASH_BYTES = 32;

    private final List<String> names = new ArrayList<>();
    private final List<byte[]> hashes = new ArrayList<>();

    private ApiKeys() {}

    /**
     * Reads {@code name:sha256} entries.
     *
     * @throws IllegalArgumentException that says which entry is wrong, without showing it
     */
    static ApiKeys parse(List<String> entries) {
        ApiKeys keys = new ApiKeys();
        for (int i = 0; i < entries.size(); i++) {
            keys.add(entries.get(i), i + 1);
        }
        return keys;
    }

    private void add(String entry, int number) {
        int colon = entry.indexOf(':');
        String name = entry.substring(0, Math.max(0, colon)).strip();
        byte[] hash = SignatureEncoding.HEX.decode(entry.substring(colon + 1).strip(), HASH_BYTES);
        if (!NAME.matcher(name).matches() || hash.length == 0) {
            throw new IllegalArgumentException("entry " + number + " is no name and SHA-256 (" + EXPECTED + ")");
        }
        int before = ConstantTime.indexOf(hashes, hash);
        if (before >= 0) {
            throw new IllegalArgumentException("entry " + number + " has the key of entry " + (before + 1));
        }
        names.add(name);
        hashes.add(hash);
    }

    /** Whose key it is; null if nobody's. Takes as long for each key. */
    public @Nullable String nameOf(String presentedKey) {
        int index = ConstantTime.indexOf(hashes, sha256(presentedKey));
        return index < 0 ? null : names.get(index);
    }

    /** As a configuration has it. */
    static String hash(String key) {
        return HexFormat.of().formatHex(sha256(key));
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    List<String> names() {
        return List.copyOf(names);
    }
}
