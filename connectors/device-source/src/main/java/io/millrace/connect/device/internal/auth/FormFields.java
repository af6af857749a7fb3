// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Further fields of a form, written as {@code application/x-www-form-urlencoded}: {@code audience=api&tenant=a+b%26c}. */
final class FormFields {
    /** What the other settings say. */
    private static final Set<String> RESERVED = Set.of(
            "grant_type",
            "scope",
            "client_id",
            "client_secret",
            "client_assertion",
            "client_assertion_type",
            "assertion",
            "refresh_token");

    /** One of them, decoded. */
    record Field(String name, String value) {}

    private FormFields() {}

    /** @throws IllegalArgumentException that says what is wrong with {@code text}, and shows no value of it */
    static List<Field> parse(String text) {
        List<Field> fields = new ArrayList<>();
        if (text.isEmpty()) {
            return fields;
        }
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("found no name and = in entry " + (fields.size() + 1));
            }
            String name = decoded(pair.substring(0, equals), fields.size());
            if (RESERVED.contains(name)) {
                throw new IllegalArgumentException("found " + name + ", which other settings say");
            }
            fields.add(new Field(name, decoded(pair.substring(equals + 1), fields.size())));
        }
        return fields;
    }

    private static String decoded(String text, int index) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) { // its own text shows what was found
            throw new IllegalArgumentException("found % without two hex digits in entry " + (index + 1), e);
        }
    }
}
