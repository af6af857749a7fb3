// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import java.util.ArrayList;
import java.util.List;

/** Commas, parentheses, quotes and escapes in the texts of types. */
final class TypeText {
    private static final int LAST_ASCII = 0x7F;

    private TypeText() {}

    /** What stands between the commas that are in no quotes and no parentheses; nothing if these do not match. */
    static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '`') {
                int end = quoteEnd(text, i);
                if (end < 0) {
                    return List.of();
                }
                i = end - 1;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth < 0) {
                return List.of();
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(text.substring(from).strip());
        return depth == 0 && !parts.contains("") ? parts : List.of();
    }

    /** Behind the quote that closes the one at {@code from}; -1 if none does, or if there is none there. */
    static int quoteEnd(String text, int from) {
        char quote = text.isEmpty() ? ' ' : text.charAt(from);
        if (quote != '\'' && quote != '`') {
            return -1;
        }
        for (int i = from + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == quote) {
                boolean isDoubled = i + 1 < text.length() && text.charAt(i + 1) == quote;
                if (!isDoubled) {
                    return i + 1;
                }
                i++;
            }
        }
        return -1;
    }

    /** Where the name of a tuple's element ends; 0 if it has none. */
    static int nameEnd(String element) {
        if (element.startsWith("`")) {
            return Math.max(0, quoteEnd(element, 0));
        }
        int space = element.indexOf(' ');
        int open = element.indexOf('(');
        return space > 0 && (open < 0 || space < open) ? space : 0;
    }

    /** The text in quotes; empty if there are none. */
    static String quoted(String text) {
        return quoteEnd(text, 0) == text.length() ? unquoted(text) : "";
    }

    /** The text without the quotes around it, if there are any, and without escapes. */
    static String unquoted(String text) {
        if (quoteEnd(text, 0) != text.length()) {
            return text;
        }
        char quote = text.charAt(0);
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i = escape(text, i + 1, out);
            } else {
                out.append(c);
                i += c == quote ? 1 : 0;
            }
        }
        return out.toString();
    }

    /** Appends what the escape stands for, and returns where it ends. */
    private static int escape(String text, int at, StringBuilder out) {
        char c = text.charAt(at);
        if (c == 'x' && at + 2 < text.length() - 1) {
            int code = Character.digit(text.charAt(at + 1), 16) << 4 | Character.digit(text.charAt(at + 2), 16);
            if (code >= 0 && code <= LAST_ASCII) {
                out.append((char) code);
                return at + 2;
            }
        }
        out.append(
                switch (c) {
                    case '0' -> '\0';
                    case 'a' -> '\u0007';
                    case 'b' -> '\b';
                    case 'e' -> '\u001b';
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case 'v' -> '\u000b';
                    default -> c;
                });
        return at;
    }
}
