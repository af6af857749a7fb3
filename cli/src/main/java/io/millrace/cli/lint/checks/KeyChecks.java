// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.checks;

import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.ConnectSettings;
import io.millrace.cli.lint.setup.Part;
import io.millrace.cli.lint.setup.Subject;
import io.millrace.cli.lint.setup.Validation;
import io.millrace.cli.terminal.Similar;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Keys that nobody knows, with what was likely meant. */
final class KeyChecks implements Check {
    /** What keys of parts begin with. */
    private static final List<String> FAMILIES = List.of(
            "transforms",
            "predicates",
            "key.converter",
            "value.converter",
            "header.converter",
            "producer.override",
            "consumer.override",
            "admin.override",
            "topic.creation");

    /** What converters are told, here for those that are not on the plugin path too. */
    private static final Set<String> CONVERTERS = Set.of("schema.registry.url", "schemas.enable");

    @Override
    public void check(Subject subject, Findings findings) {
        subject.validation().ifPresent(found -> own(subject, found, findings));
        subject.parts().forEach(part -> part.validation().ifPresent(found -> of(subject, part, found, findings)));
        ConnectSettings.OVERRIDES.forEach((prefix, def) -> overrides(subject, prefix, def.names(), findings));
    }

    private static void own(Subject subject, Validation validation, Findings findings) {
        Set<String> known = new TreeSet<>(validation.keys());
        known.addAll(ConnectSettings.keys(subject.direction()));
        Set<String> free = new TreeSet<>(known);
        free.removeIf(subject::has);
        for (String key : subject.connector().entries().keySet()) {
            if (!known.contains(key) && !OpenKeys.isConnects(key)) {
                Optional<String> meant = meant(subject, key, free);
                if (meant.isPresent() || !mayHave(subject, validation, known, key)) {
                    report(subject, key, meant, subject.simpleName(), findings);
                }
            }
        }
    }

    /** Whether the connector takes such keys undeclared, or looks for unknown ones itself among those that begin so. */
    private static boolean mayHave(Subject subject, Validation validation, Set<String> known, String key) {
        String first = start(key, 1);
        boolean isLeftToPlugin = validation.isThorough()
                && known.stream().anyMatch(each -> start(each, 1).equals(first));
        return isLeftToPlugin || OpenKeys.isOpen(subject, key);
    }

    private static Optional<String> meant(Subject subject, String key, Set<String> free) {
        return Similar.to(key, free).or(() -> ofFamily(key)).or(() -> ofConverter(subject, key));
    }

    /** {@code transform.unwrap.type}, {@code value.convertor.schemas.enable}. */
    private static Optional<String> ofFamily(String key) {
        return Stream.of(1, 2)
                .map(words -> start(key, words))
                .filter(start -> start.length() < key.length())
                .flatMap(start ->
                        Similar.to(start, FAMILIES).map(family -> family + key.substring(start.length())).stream())
                .findFirst();
    }

    /** A key that only a converter reads, and only with its prefix. */
    private static Optional<String> ofConverter(Subject subject, String key) {
        return subject.converters().stream()
                .filter(part ->
                        !part.alias().startsWith("header") && !part.settings().containsKey(key))
                .filter(part -> takes(part, key))
                .map(part -> part.prefix() + key)
                .reduce((first, second) -> second);
    }

    private static boolean takes(Part part, String key) {
        return part.plugin().isEmpty()
                ? CONVERTERS.contains(key) && !part.type().isEmpty()
                : part.plugin().get().keys().contains(key);
    }

    /** The first words of a key. */
    private static String start(String key, int words) {
        int end = key.indexOf('.');
        for (int i = 1; i < words && end >= 0; i++) {
            end = key.indexOf('.', end + 1);
        }
        return end < 0 ? key : key.substring(0, end);
    }

    private static void of(Subject subject, Part part, Validation validation, Findings findings) {
        Set<String> known = new TreeSet<>(validation.keys());
        known.addAll(part.kind().connects());
        Set<String> free = new TreeSet<>(known);
        free.removeIf(part.settings()::containsKey);
        String owner = part.plugin().map(Object::toString).orElse(part.type());
        for (String key : part.settings().keySet()) {
            Optional<String> meant = Similar.to(key, free);
            if (!known.contains(key) && (meant.isPresent() || tellsAll(part))) {
                report(subject, part.prefix() + key, meant.map(part.prefix()::concat), owner, findings);
            }
        }
    }

    /** Whether the plugin declares all that it reads. Debezium's transforms do not; converters have settings of their clients. */
    private static boolean tellsAll(Part part) {
        boolean isConverter = part.kind() == Part.Kind.CONVERTER || part.kind() == Part.Kind.HEADER_CONVERTER;
        return !isConverter && !part.type().startsWith("io.debezium.");
    }

    /** Other settings of clients than those known are handed on, to interceptors for example. */
    private static void overrides(Subject subject, String prefix, Set<String> known, Findings findings) {
        for (String key : subject.config().keySet()) {
            if (key.startsWith(prefix) && !known.contains(key.substring(prefix.length()))) {
                Similar.to(key.substring(prefix.length()), known)
                        .ifPresent(
                                meant -> report(subject, key, Optional.of(prefix + meant), "Kafka's client", findings));
            }
        }
    }

    private static void report(Subject subject, String key, Optional<String> meant, String owner, Findings findings) {
        findings.add(subject.found(
                meant.isPresent() ? Rule.MISSPELLED_KEY : Rule.UNKNOWN_KEY,
                key,
                owner + " has no setting '" + key + "'; it has no effect.",
                meant.map(name -> "Did you mean '" + name + "'?").orElse("Remove it, or correct its name.")));
    }
}
