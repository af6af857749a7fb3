// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.util.ArrayList;
import java.util.List;

/**
 * The way to a field inside a record's key or value, written as in KIP-821: names joined by dots, a name that holds dots
 * in backticks ({@code `home.town`.zip}). A backtick ends such a name before a dot or the end of the path; a backslash
 * before it makes it part of the name ({@code `a\`.b`} is the name {@code a`.b}).
 *
 * <p>Beyond the KIP, {@code *} stands for any one step (every field, every key of a map, every element of an array),
 * {@code **} for any number of steps, none included, and must have a step after it; {@code .} alone is the key or value
 * itself. A field whose name is {@code *} is written {@code `*`}. Elements of an array are reached by wildcards alone.
 *
 * <p>Parsed once. Immutable; equal if their steps are.
 *
 * @param steps from the outside in; empty for the key or value itself
 */
public record FieldPath(List<Step> steps) {
    /** One step on the way. */
    public sealed interface Step permits Name, Wildcard {}

    /** Into the field, or the key of a map, of that name. */
    public record Name(String name) implements Step {}

    /** Into whatever is there. */
    public enum Wildcard implements Step {
        /** One step. */
        ANY,
        /** Any number of steps, none included. */
        ANY_DEPTH
    }

    public FieldPath {
        steps = List.copyOf(steps);
    }

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException if it is none; the message says what is wrong and where, counted from 1
     */
    public static FieldPath parse(String text) {
        if (text.equals(".")) {
            return new FieldPath(List.of());
        }
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (at <= text.length()) {
            at = text.startsWith("`", at) ? quoted(text, at, steps) : plain(text, at, steps);
        }
        if (steps.get(steps.size() - 1) == Wildcard.ANY_DEPTH) {
            throw new IllegalArgumentException("nothing after ** (expected a field's name or *)");
        }
        return new FieldPath(steps);
    }

    /** Reads a name up to the next dot; returns where the next step begins. */
    private static int plain(String text, int from, List<Step> steps) {
        int dot = text.indexOf('.', from);
        int end = dot < 0 ? text.length() : dot;
        if (end == from) {
            throw new IllegalArgumentException("no name at character " + (from + 1));
        }
        String name = text.substring(from, end);
        steps.add(
                switch (name) {
                    case "*" -> Wildcard.ANY;
                    case "**" -> Wildcard.ANY_DEPTH;
                    default -> new Name(name);
                });
        return end + 1;
    }

    /** Reads a name in backticks; returns where the next step begins. */
    private static int quoted(String text, int from, List<Step> steps) {
        StringBuilder name = new StringBuilder();
        for (int i = from + 1; i < text.length(); i++) {
            char each = text.charAt(i);
            boolean closes = each == '`' && (i + 1 == text.length() || text.charAt(i + 1) == '.');
            if (closes && text.charAt(i - 1) != '\\') {
                if (name.isEmpty()) {
                    throw new IllegalArgumentException("no name at character " + (from + 1));
                }
                steps.add(new Name(name.toString()));
                return i + 2;
            }
            if (closes) {
                name.setLength(name.length() - 1);
            }
            name.append(each);
        }
        throw new IllegalArgumentException("the backtick at character " + (from + 1) + " is never closed");
    }

    /** How many steps. */
    public int length() {
        return steps.size();
    }

    /** The path as {@link #parse} reads it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append(text.isEmpty() ? "" : ".").append(write(step));
        }
        return text.isEmpty() ? "." : text.toString();
    }

    private static String write(Step step) {
        if (!(step instanceof Name named)) {
            return step == Wildcard.ANY ? "*" : "**";
        }
        String name = named.name();
        boolean plain = !name.contains(".") && !name.startsWith("`") && !isWildcard(name);
        return plain ? name : '`' + name.replace("`.", "\\`.") + '`';
    }

    private static boolean isWildcard(String name) {
        return name.equals("*") || name.equals("**");
    }
}
