// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.cli.document.Connector;
import io.millrace.cli.terminal.Problem;
import io.millrace.cli.terminal.Similar;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigException;

/**
 * Finds which setting keeps a chain from being made, where Connect says so less plainly: it names a class without the
 * setting, or a transform's key without the transform.
 */
final class ChainCheck {
    private static final String TYPE = ".type";

    private final Connector connector;
    private final Map<String, String> settings;
    private final ClassLoader loader;
    private final KnownPlugins known;

    /**
     * Nothing is looked up yet.
     *
     * @param settings the connector's, with placeholders resolved
     * @param loader what finds classes for a task of it: those beside the connector, then plugins
     */
    ChainCheck(Connector connector, Map<String, String> settings, ClassLoader loader, KnownPlugins known) {
        this.connector = connector;
        this.settings = settings;
        this.loader = loader;
        this.known = known;
    }

    /** A {@link Problem} for a class or alias that is not there. */
    void requireNames() {
        for (String alias : aliases("transforms")) {
            requireClass("transforms." + alias + TYPE, "transform", known.transforms());
            requirePredicate("transforms." + alias + ".predicate");
        }
        for (String alias : aliases("predicates")) {
            requireClass("predicates." + alias + TYPE, "predicate", known.predicates());
        }
        requireConverter("key.converter", known.converters());
        requireConverter("value.converter", known.converters());
        requireConverter("header.converter", known.headerConverters());
    }

    private List<String> aliases(String key) {
        return Arrays.stream(settings.getOrDefault(key, "").split(","))
                .map(String::strip)
                .filter(alias -> !alias.isEmpty())
                .toList();
    }

    private void requirePredicate(String key) {
        String alias = settings.get(key);
        List<String> defined = aliases("predicates");
        if (alias != null && !alias.isEmpty() && !defined.contains(alias)) {
            throw at(
                    key,
                    "'" + key + "' is " + alias + ", which 'predicates' does not list ("
                            + (defined.isEmpty() ? "it lists none" : String.join(", ", defined)) + ")."
                            + Similar.question(alias, defined));
        }
    }

    private void requireConverter(String key, Set<String> names) {
        if (settings.containsKey(key)) {
            requireClass(key, key.replace('.', ' '), names);
        }
    }

    private void requireClass(String key, String kind, Set<String> names) {
        String name = settings.get(key);
        if (name == null) {
            throw at(key, "'" + key + "' is missing. Name the class of the " + kind + ".");
        }
        try {
            loader.loadClass(name.strip());
        } catch (ClassNotFoundException | LinkageError e) {
            throw at(
                    key,
                    "There is no " + kind + " " + name + " on the plugin path ('" + key + "')."
                            + Similar.question(name, names)
                            + " Plugins of your own are added with --plugin-path.");
        }
    }

    /** What Connect said when it made the whole chain; {@code attempt} makes one of these settings alone. */
    Problem explain(RuntimeException said, Consumer<Map<String, String>> attempt) {
        for (String alias : aliases("transforms")) {
            Map<String, String> alone = new LinkedHashMap<>(settings);
            alone.put("transforms", alias);
            try {
                attempt.accept(alone);
            } catch (RuntimeException e) {
                return at("transforms." + alias + TYPE, "Transform " + alias + ": " + reason(e));
            }
        }
        return at("connector.class", reason(said));
    }

    /** Without the exceptions that only wrap another. */
    private static String reason(Throwable said) {
        Throwable reason = said;
        while (!(reason instanceof ConfigException) && reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason.getMessage() == null ? reason.toString() : reason.getMessage();
    }

    Problem at(String key, String sentence) {
        return new Problem(connector.at(key) + ": " + sentence);
    }
}
