// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names that Avro allows (Avro specification, "Names"; letters beyond ASCII as Avro's Java library reads it). */
public final class AvroNames {
    static final String NAMESPACE = "io.confluent.connect.avro";
    static final String DEFAULT_RECORD = "ConnectDefault";
    static final String MAP_ENTRY = "MapEntry";
    static final String ANYTHING = "Anything";
    static final String UNION = NAMESPACE + ".Union";
    /** The record that Confluent's tools know a variant by. */
    static final String VARIANT = "confluent.type.Variant";

    private static final Pattern NOT_ALLOWED = Pattern.compile("[^A-Za-z0-9_]");

    private AvroNames() {}

    static boolean isValid(String name) {
        if (name.isEmpty() || !isStart(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            if (!isStart(name.charAt(i)) && !Character.isDigit(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isStart(char c) {
        return Character.isLetter(c) || c == '_';
    }

    /** The part before the last dot; null when there is none. */
    static @Nullable String namespaceOf(String fullName) {
        int dot = fullName.lastIndexOf('.');
        return dot < 0 ? null : fullName.substring(0, dot);
    }

    static String simpleNameOf(String fullName) {
        return fullName.substring(fullName.lastIndexOf('.') + 1);
    }

    /** Each part between dots made a valid name: {@code my-ns.1rec} becomes {@code my_ns.x1rec}. */
    static String scrubFullName(String fullName) {
        String[] parts = fullName.split("\\.", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = scrub(parts[i]);
        }
        return String.join(".", parts);
    }

    /** URL-encoded, then everything outside {@code [A-Za-z0-9_]} an underscore, then {@code x} before a digit. */
    static String scrub(String name) {
        if (name.isEmpty()) {
            return name;
        }
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
        String plain = NOT_ALLOWED.matcher(encoded).replaceAll("_");
        return Character.isDigit(plain.charAt(0)) ? "x" + plain : plain;
    }
}
