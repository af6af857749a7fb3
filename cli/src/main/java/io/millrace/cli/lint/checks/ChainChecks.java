// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.checks;

import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.Part;
import io.millrace.cli.lint.setup.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether what transforms and predicates list, what is configured and what is asked fit together. */
final class ChainChecks implements Check {
    private static final String TRANSFORMS = "transforms";
    private static final String PREDICATES = "predicates";

    @Override
    public void check(Subject subject, Findings findings) {
        listed(subject, TRANSFORMS, subject.transforms(), Rule.TRANSFORM_WITHOUT_TYPE, findings);
        listed(subject, PREDICATES, subject.predicates(), Rule.PREDICATE_WITHOUT_TYPE, findings);
        subject.transforms().forEach(part -> predicate(subject, part, findings));
        for (String alias : configured(subject, TRANSFORMS)) {
            notListed(subject, alias, findings);
        }
        predicatesUnused(subject, findings);
    }

    private static void listed(Subject subject, String list, List<Part> parts, Rule withoutType, Findings findings) {
        Set<String> seen = new HashSet<>();
        for (String alias : subject.list(list)) {
            if (!seen.add(alias)) {
                findings.add(subject.found(
                        Rule.TRANSFORM_TWICE,
                        list,
                        "'" + list + "' lists '" + alias + "' twice: a worker refuses that.",
                        "List it once, or configure it again under a second name."));
            }
        }
        for (Part part : parts) {
            if (part.type().isEmpty()) {
                findings.add(subject.found(
                        withoutType,
                        list,
                        "'" + list + "' lists '" + part.alias() + "', and there is no '" + part.typeKey() + "'.",
                        "Set '" + part.typeKey() + "', or remove '" + part.alias() + "' from '" + list + "'."));
            }
        }
    }

    /** The names under which something is configured, listed or not. */
    private static Set<String> configured(Subject subject, String family) {
        Set<String> aliases = new TreeSet<>();
        for (String key : subject.config().keySet()) {
            String[] parts = key.split("\\.", 3);
            if (parts.length == 3 && parts[0].equals(family)) {
                aliases.add(parts[1]);
            }
        }
        return aliases;
    }

    private static void notListed(Subject subject, String alias, Findings findings) {
        boolean isListed = subject.list(TRANSFORMS).stream().anyMatch(each -> startsLike(each, alias));
        if (!isListed) {
            findings.add(subject.found(
                    Rule.TRANSFORM_NOT_LISTED,
                    firstKey(subject, TRANSFORMS, alias),
                    "Transform '" + alias + "' is configured, and 'transforms' does not list it: it does not run.",
                    "Add '" + alias + "' to 'transforms', or remove its settings."));
        }
    }

    /** An alias with a dot in it is split at its first dot by whoever looks at keys alone. */
    private static boolean startsLike(String listed, String alias) {
        return listed.equals(alias) || listed.startsWith(alias + ".");
    }

    private static String firstKey(Subject subject, String family, String alias) {
        String prefix = family + "." + alias + ".";
        return subject.config().keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .findFirst()
                .orElse(prefix + "type");
    }

    private static void predicate(Subject subject, Part transform, Findings findings) {
        String key = transform.prefix() + "predicate";
        String asked = subject.get(key, "").strip();
        if (asked.isEmpty()) {
            if (subject.has(transform.prefix() + "negate")) {
                findings.add(subject.found(
                        Rule.NEGATE_WITHOUT_PREDICATE,
                        transform.prefix() + "negate",
                        "Transform '" + transform.alias() + "' has 'negate', and no predicate: a worker refuses that.",
                        "Set '" + key + "'."));
            }
        } else if (!subject.list(PREDICATES).contains(asked)) {
            findings.add(subject.found(
                    Rule.PREDICATE_UNDEFINED,
                    key,
                    "Transform '" + transform.alias() + "' asks predicate '" + asked
                            + "', which 'predicates' does not list.",
                    "Add '" + asked + "' to 'predicates', and 'predicates." + asked + ".type'."));
        }
    }

    private static void predicatesUnused(Subject subject, Findings findings) {
        Set<String> asked = new HashSet<>();
        subject.transforms()
                .forEach(part ->
                        asked.add(subject.get(part.prefix() + "predicate", "").strip()));
        Set<String> defined = new TreeSet<>(configured(subject, PREDICATES));
        defined.addAll(subject.list(PREDICATES));
        for (String alias : defined) {
            if (!asked.contains(alias)) {
                findings.add(subject.found(
                        Rule.PREDICATE_UNUSED,
                        firstKey(subject, PREDICATES, alias),
                        "No transform asks predicate '" + alias + "'.",
                        "Set 'transforms.NAME.predicate' to '" + alias + "', or remove it."));
            }
        }
    }
}
