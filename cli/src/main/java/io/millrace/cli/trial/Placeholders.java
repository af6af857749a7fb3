// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.cli.terminal.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.isolation.Plugins.ClassLoaderUsage;

/** Puts values for <code>${provider:path:key}</code>, by the providers that the worker has. Never says a value. */
final class Placeholders implements AutoCloseable {
    private final Map<String, ConfigProvider> providers = new LinkedHashMap<>();

    Placeholders(WorkerConfig worker, Plugins plugins) {
        for (String name : worker.getList(WorkerConfig.CONFIG_PROVIDERS_CONFIG)) {
            String prefix = WorkerConfig.CONFIG_PROVIDERS_CONFIG + "." + name;
            ConfigProvider provider = plugins.newConfigProvider(worker, prefix, ClassLoaderUsage.PLUGINS);
            if (provider == null) {
                throw new Problem("The worker's file names the provider " + name + " without " + prefix
                        + ".class. Give it one, or take " + name + " out of config.providers.");
            }
            providers.put(name, provider);
        }
    }

    /**
     * The settings with values put in. Those that are not needed stay as they are where their values are not there: a
     * database's password has no part in a trial.
     */
    Map<String, String> resolve(Map<String, String> settings, Predicate<String> isNeeded) {
        Map<String, String> resolved = new LinkedHashMap<>();
        settings.forEach((key, value) -> resolved.put(key, isNeeded.test(key) ? resolve(key, value) : value));
        return resolved;
    }

    private String resolve(String key, String value) {
        Matcher placeholder = ConfigTransformer.DEFAULT_PATTERN.matcher(value);
        StringBuilder resolved = new StringBuilder();
        while (placeholder.find()) {
            placeholder.appendReplacement(
                    resolved, Matcher.quoteReplacement(valueOf(key, placeholder.group(), placeholder.group(1))));
        }
        return placeholder.appendTail(resolved).toString();
    }

    private String valueOf(String key, String placeholder, String provider) {
        if (!providers.containsKey(provider)) {
            throw unresolved(key, placeholder, "there is no provider " + provider + ", only " + providers.keySet());
        }
        try {
            String value = new ConfigTransformer(providers)
                    .transform(Map.of(key, placeholder))
                    .data()
                    .get(key);
            if (value == null || value.equals(placeholder)) {
                throw unresolved(key, placeholder, "the provider " + provider + " does not have it");
            }
            return value;
        } catch (ConfigException e) {
            throw unresolved(key, placeholder, String.valueOf(e.getMessage()));
        }
    }

    private static Problem unresolved(String key, String placeholder, String reason) {
        return new Problem("Cannot resolve " + placeholder + " in '" + key + "': " + reason
                + ". Make it available here as it is to the worker, or give a value with --set " + key + "=VALUE.");
    }

    @Override
    public void close() {
        List.copyOf(providers.values()).forEach(provider -> Utils.closeQuietly(provider, "provider"));
    }
}
