// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import io.millrace.cli.terminal.Problem;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which Kafka the connectors work on; it is only read. */
public final class KafkaOptions {
    private static final int TIMEOUT_MS = 20_000;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,…",
            description = "The Kafka that the connectors work on, to compare a sink's offsets with its topics. "
                    + "It is only read: describe topics, list offsets.")
    private @Nullable String servers;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "A file of properties for Kafka's client, as Kafka's own tools take it: security.protocol, "
                    + "sasl.*, ssl.*.")
    private @Nullable Path config;

    /** Whether there is one to ask. */
    public boolean isNamed() {
        return servers != null;
    }

    /** Does something with the topics; with empty where no Kafka is named. */
    <T> T with(Function<Optional<Topics>, T> work) {
        String at = servers;
        if (at == null) {
            return work.apply(Optional.empty());
        }
        try (Admin admin = Admin.create(settings(at))) {
            return work.apply(Optional.of(new AdminTopics(admin, at)));
        } catch (KafkaException e) {
            String cause = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
            throw new Problem(
                    "Cannot use Kafka at " + at + ": " + e.getMessage() + cause
                            + ". Correct --bootstrap-servers, or what is in --command-config.",
                    e);
        }
    }

    private Map<String, Object> settings(String at) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS / 2);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        if (config != null) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(config)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new Problem("Cannot read " + config + ": " + e + ". Correct --command-config.", e);
            }
            properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        }
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, at);
        return settings;
    }
}
