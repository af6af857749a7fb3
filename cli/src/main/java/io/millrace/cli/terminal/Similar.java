// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.terminal;

import static io.millrace.records.Closest.distance;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what was meant among names that there are. */
public final class Similar {
    private static final int MAX_TYPOS = 2;
    private static final int NEAREST = 3;
    private static final int LETTERS_PER_TYPO = 4;
    private static final int LETTERS_PER_TYPO_IN_WORD = 3;
    private static final Pattern SEPARATORS = Pattern.compile("[._-]+");
    private static final Set<String> OPPOSITES = Set.of("include", "exclude");

    private Similar() {}

    /**
     * The name that {@code written} was likely meant to be: but for case and separators the same, the same words in another order,
     * or one or two letters off.
     */
    public static Optional<String> to(String written, Collection<String> names) {
        int most = Math.min(MAX_TYPOS, written.length() / LETTERS_PER_TYPO);
        return names.stream()
                .filter(name -> !name.equals(written))
                .filter(name -> words(name).equals(words(written))
                        || (distance(name, written) <= most && !meansAnother(name, written)))
                .min(Comparator.comparingInt((String name) -> distance(name, written))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code " Did you mean X?"} for a name of a class, with or without its package; nothing where none is close. */
    public static String question(String written, Collection<String> classNames) {
        String simple = simple(written);
        int most = Math.max(MAX_TYPOS, simple.length() / LETTERS_PER_TYPO_IN_WORD);
        return classNames.stream()
                .filter(name -> distance(simple, simple(name)) <= most)
                .min(Comparator.comparingInt((String name) -> distance(simple, simple(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .map(name -> " Did you mean " + name + "?")
                .orElse("");
    }

    /** The names most like {@code written}, at most three, whatever the case: a few letters other, or with it inside. */
    public static List<String> nearest(String written, Collection<String> names) {
        String small = lower(simple(written));
        int most = Math.max(MAX_TYPOS, small.length() / LETTERS_PER_TYPO);
        return names.stream()
                .distinct()
                .filter(name -> distance(small, lower(name)) <= most
                        || (small.length() > 2 && lower(name).contains(small)))
                .sorted(Comparator.comparingInt((String name) -> distance(small, lower(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(NEAREST)
                .toList();
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Names that are as long as each other, and differ in a word that is none misspelled: min and max, include and exclude. */
    private static boolean meansAnother(String name, String written) {
        String[] names = SEPARATORS.split(name, -1);
        String[] others = SEPARATORS.split(written, -1);
        for (int i = 0; i < names.length && names.length == others.length; i++) {
            int most = Math.max(1, names[i].length() / LETTERS_PER_TYPO_IN_WORD);
            boolean isOpposite = OPPOSITES.contains(names[i]) && OPPOSITES.contains(others[i]);
            if (!names[i].equals(others[i]) && (isOpposite || distance(names[i], others[i]) > most)) {
                return true;
            }
        }
        return false;
    }

    private static String words(String name) {
        String spaced = name.replaceAll("([a-z])([A-Z])", "$1.$2");
        String[] words = SEPARATORS.split(spaced.toLowerCase(Locale.ROOT), -1);
        Arrays.sort(words);
        return String.join(".", words);
    }
}
