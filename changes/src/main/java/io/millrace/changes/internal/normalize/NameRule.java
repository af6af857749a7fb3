// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import static io.millrace.records.ConfigChecks.choice;
import static io.millrace.records.ConfigChecks.described;
import static io.millrace.records.ConfigChecks.refusal;
import static io.millrace.records.ConfigChecks.text;

import io.millrace.records.OptionGroup;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * How names of one kind are made: matches of a pattern are replaced, then the case is changed, then what the kind does
 * not allow becomes an underscore.
 */
record NameRule(Of kind, Case letters, Pattern pattern, String replacement, Sanitize sanitize) {
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final Pattern LEADING_DIGIT = Pattern.compile("(^|\\.)(?=[0-9])");

    /** What is named. */
    enum Of {
        COLUMN("columns, in rows, keys and images alike; metadata columns keep theirs", "[^A-Za-z0-9_]"),
        TOPIC("the topics of changes and their tombstones", "[^A-Za-z0-9._-]"),
        SCHEMA("the schemas of rows and keys", "[^A-Za-z0-9_.]");

        private final String scope;
        private final Pattern strange;

        Of(String scope, String strange) {
            this.scope = scope;
            this.strange = Pattern.compile(strange);
        }

        private String key(String end) {
            return "names." + text(this) + "." + end;
        }
    }

    enum Case {
        KEEP,
        LOWER,
        UPPER,
        SNAKE
    }

    enum Sanitize {
        KEEP,
        IDENTIFIER
    }

    static void define(OptionGroup group, Of kind) {
        String what = text(kind);
        group.choice(
                        kind.key("case"),
                        Case.KEEP,
                        "Case of " + what + " names",
                        "Case of the names of " + kind.scope
                                + ": keep, lower, upper, or snake (orderId becomes order_id).")
                .text(
                        kind.key("pattern"),
                        "",
                        described(NameRule::requirePattern, "a regular expression"),
                        "Pattern in " + what + " names",
                        "Regular expression: every match in the names of " + kind.scope + " is replaced by "
                                + kind.key("replacement") + ". Empty: none. Begin with ^ and end with $ to match "
                                + "whole names.")
                .text(
                        kind.key("replacement"),
                        "",
                        null,
                        "Replacement in " + what + " names",
                        "Replaces each match of " + kind.key("pattern") + "; $1 stands for its first group. Empty: "
                                + "matches are removed.")
                .choice(
                        kind.key("sanitize"),
                        Sanitize.KEEP,
                        "Sanitize " + what + " names",
                        "keep, or identifier: an underscore in place of whatever matches " + kind.strange
                                + (kind == Of.TOPIC ? "." : ", and before a digit that comes first."));
    }

    private static void requirePattern(String name, Object value) {
        try {
            Pattern.compile((String) value);
        } catch (PatternSyntaxException e) {
            throw refusal(name, value, "expected a regular expression, found " + e.getDescription(), "none");
        }
    }

    static NameRule of(AbstractConfig config, Of kind) {
        String pattern = config.getString(kind.key("pattern"));
        String replacement = config.getString(kind.key("replacement"));
        requireGroups(kind.key("replacement"), replacement, pattern);
        return new NameRule(
                kind,
                choice(Case.class, config.getString(kind.key("case"))),
                Pattern.compile(pattern),
                replacement,
                choice(Sanitize.class, config.getString(kind.key("sanitize"))));
    }

    /** With an empty alternative every pattern matches, so that the replacement is read now and not by a record. */
    private static void requireGroups(String name, String replacement, String pattern) {
        try {
            Pattern.compile("|" + pattern).matcher("").replaceAll(replacement);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw refusal(name, replacement, "expected only groups that the pattern has, and no other $ or \\", "none");
        }
    }

    boolean isNeutral() {
        return letters == Case.KEEP
                && sanitize == Sanitize.KEEP
                && pattern.pattern().isEmpty();
    }

    String apply(String name) {
        String replaced =
                pattern.pattern().isEmpty() ? name : pattern.matcher(name).replaceAll(replacement);
        String cased = switch (letters) {
            case KEEP -> replaced;
            case LOWER -> replaced.toLowerCase(Locale.ROOT);
            case UPPER -> replaced.toUpperCase(Locale.ROOT);
            case SNAKE -> HUMP.matcher(replaced).replaceAll("_").toLowerCase(Locale.ROOT);
        };
        if (sanitize == Sanitize.KEEP) {
            return cased;
        }
        String clean = kind.strange.matcher(cased).replaceAll("_");
        return kind == Of.TOPIC ? clean : LEADING_DIGIT.matcher(clean).replaceAll("$1_");
    }
}
