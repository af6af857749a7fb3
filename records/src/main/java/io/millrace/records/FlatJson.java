// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON object of texts and nulls (RFC 8259), which is all that an hstore holds. */
public final class FlatJson {
    private static final String HEX = "0123456789abcdef";

    private final String text;
    private int at;

    private FlatJson(String text) {
        this.text = text;
    }

    /** In the order of the text; an {@link IllegalArgumentException} if it is anything else. */
    public static Map<String, @Nullable String> parse(String text) {
        try {
            return new FlatJson(text).object();
        } catch (StringIndexOutOfBoundsException | NumberFormatException e) {
            throw malformed(text);
        }
    }

    private Map<String, @Nullable String> object() {
        Map<String, @Nullable String> map = new LinkedHashMap<>();
        require(next() == '{');
        if (peek() == '}') {
            at++;
        } else {
            do {
                String key = string();
                require(next() == ':');
                map.put(key, value());
            } while (more());
        }
        require(text.substring(at).isBlank());
        return map;
    }

    private boolean more() {
        char c = next();
        require(c == ',' || c == '}');
        return c == ',';
    }

    private @Nullable String value() {
        if (peek() == 'n') {
            require(text.startsWith("null", at));
            at += 4;
            return null;
        }
        return string();
    }

    private String string() {
        require(next() == '"');
        StringBuilder out = new StringBuilder();
        for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
            require(c >= ' ');
            out.append(c == '\\' ? escaped() : c);
        }
        return out.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text, at - 4, at, 16);
            }
            default -> throw malformed(text);
        };
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private char peek() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.charAt(at);
    }

    private void require(boolean condition) {
        if (!condition) {
            throw malformed(text);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("text of " + text.length() + " characters that is no JSON object of texts");
    }

    /** Appends {@code value} as a JSON string. */
    public static void quote(String value, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
