// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.setup;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** A plugin that was found, instantiated and not configured. All of its code runs with its own class loader. */
public final class Plugin {
    private final Object instance;
    private final ConfigDef def;

    Plugin(Object instance) {
        this.instance = instance;
        this.def = within(() -> defOf(instance));
    }

    /** What {@code work} gives, run as a worker runs the plugin's code. */
    <T> T within(Supplier<T> work) {
        ClassLoader former = Plugins.compareAndSwapLoaders(instance.getClass().getClassLoader());
        try {
            return work.get();
        } finally {
            Plugins.compareAndSwapLoaders(former);
        }
    }

    private static ConfigDef defOf(Object instance) {
        ConfigDef def = null;
        if (instance instanceof Connector connector) {
            def = connector.config();
        } else if (instance instanceof Transformation<?> transform) {
            def = transform.config();
        } else if (instance instanceof Predicate<?> predicate) {
            def = predicate.config();
        } else if (instance instanceof HeaderConverter converter) {
            def = converter.config();
        } else if (instance instanceof Converter converter) {
            def = converter.config();
        }
        return def == null ? new ConfigDef() : def;
    }

    Object instance() {
        return instance;
    }

    public String className() {
        return instance.getClass().getName();
    }

    /** The settings it declares. */
    public ConfigDef def() {
        return def;
    }

    /** What it checks of its settings without opening a connection. */
    public Validation check(Map<String, String> settings) {
        return within(() -> Validation.offline(this, StandIns.in(settings, def)));
    }

    /** What it checks by its own {@code validate}, which may open connections; with variables of the environment. */
    public Validation checkOnline(Map<String, String> settings, Map<String, String> environment) {
        Map<String, String> resolved = new LinkedHashMap<>(settings);
        resolved.replaceAll((key, value) -> Placeholders.resolved(value, environment));
        return within(() -> Validation.online(this, resolved));
    }

    /** Whether a source says that it delivers exactly once with these settings; so too if it cannot tell without a connection. */
    public boolean isExactlyOnce(Map<String, String> settings) {
        return !(instance instanceof SourceConnector source)
                || answered(
                        () -> source.exactlyOnceSupport(StandIns.in(settings, def)) == ExactlyOnceSupport.SUPPORTED);
    }

    /** Whether a source says that it begins and ends transactions itself. */
    public boolean definesTransactions(Map<String, String> settings) {
        return !(instance instanceof SourceConnector source)
                || answered(() -> source.canDefineTransactionBoundaries(StandIns.in(settings, def))
                        == ConnectorTransactionBoundaries.SUPPORTED);
    }

    /** What it answers; yes where it fails, for that is told as an invalid value. */
    private boolean answered(Supplier<Boolean> question) {
        try {
            return within(question);
        } catch (RuntimeException | LinkageError e) {
            return true;
        }
    }

    public boolean isConnector() {
        return is(Connector.class);
    }

    /** Whether it is a plugin of this kind. */
    public boolean is(Class<?> kind) {
        return kind.isInstance(instance);
    }

    /** The names of all settings that it declares. */
    public Set<String> keys() {
        return new TreeSet<>(def.names());
    }

    @Override
    public String toString() {
        return className().substring(className().lastIndexOf('.') + 1);
    }
}
