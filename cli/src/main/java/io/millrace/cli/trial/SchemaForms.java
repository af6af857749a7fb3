// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.cli.terminal.Problem;
import java.lang.reflect.Constructor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.runtime.isolation.PluginDesc;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What our converter and sinks make of a schema, by their own classes: each of these plugins has a function under a name
 * that is known here.
 */
final class SchemaForms {
    private static final String AVRO_CONVERTER = "io.millrace.converters.AvroConverter";
    private static final String AVRO_FORM = "io.millrace.converters.internal.AvroSchemaText";
    private static final List<Sink> SINKS = List.of(
            new Sink(
                    "PostgreSQL",
                    "io.millrace.connect.postgres.PostgresSinkConnector",
                    "io.millrace.connect.postgres.TableStatements",
                    "connection.url",
                    "jdbc:postgresql://localhost/try"),
            new Sink(
                    "ClickHouse",
                    "io.millrace.connect.clickhouse.ClickHouseSinkConnector",
                    "io.millrace.connect.clickhouse.TableStatements",
                    "connection.urls",
                    "http://localhost:8123"));

    private final KnownPlugins known;
    private final Map<String, String> settings;

    /**
     * A sink of ours.
     *
     * @param database what it writes to
     * @param function what it makes of a record: statements
     * @param urlKey the setting that says where its database is
     * @param url a value for it; nothing is connected
     */
    private record Sink(String database, String connector, String function, String urlKey, String url) {}

    /** @param settings the connector's */
    SchemaForms(Plugins plugins, Map<String, String> settings) {
        this.known = new KnownPlugins(plugins);
        this.settings = settings;
    }

    /** The schema that AvroConverter registers, with this connector's settings where it is this connector's converter. */
    String avro(Schema schema, String side) {
        PluginDesc<?> converter = known.converter(AVRO_CONVERTER)
                .orElseThrow(() -> new Problem("Avro is asked of " + AVRO_CONVERTER
                        + ", which is not on the plugin path. Add millrace-converters with --plugin-path."));
        String prefix = side + ".converter.";
        Map<String, String> own = new LinkedHashMap<>();
        own.put("schema.registry.url", "http://localhost:8081");
        boolean isOwn =
                known.converter(settings.getOrDefault(side + ".converter", "")).equals(Optional.of(converter));
        settings.forEach((key, value) -> {
            if (isOwn && key.startsWith(prefix)) {
                own.put(key.substring(prefix.length()), value);
            }
        });
        return String.valueOf(call(converter, AVRO_FORM, own, schema));
    }

    /**
     * The statements that make a table for such records, by database: with this connector's settings if it is a sink of ours,
     * else with the settings that each sink of ours has if nothing is said.
     */
    Map<String, List<String>> tables(SinkRecord record) {
        String name = settings.getOrDefault("connector.class", "");
        Map<String, List<String>> tables = new LinkedHashMap<>();
        Optional<Sink> own = SINKS.stream()
                .filter(sink -> known.sink(name)
                        .map(plugin -> plugin.className().equals(sink.connector))
                        .orElse(false))
                .findFirst();
        for (Sink sink : own.map(List::of).orElse(SINKS)) {
            known.sink(sink.connector)
                    .ifPresent(plugin -> tables.put(
                            sink.database + (own.isPresent() ? "" : ", by the sink's defaults"),
                            statements(plugin, sink, own.isPresent(), record)));
        }
        return tables;
    }

    private List<String> statements(PluginDesc<?> plugin, Sink sink, boolean isOwn, SinkRecord record) {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("name", "try");
        given.put("topics", record.topic());
        if (isOwn) {
            given.putAll(settings);
        }
        if (given.getOrDefault(sink.urlKey, "${").contains("${")) {
            given.put(sink.urlKey, sink.url);
        }
        try {
            return call(plugin, sink.function, given, record) instanceof List<?> statements && !statements.isEmpty()
                    ? statements.stream().map(String::valueOf).toList()
                    : List.of("none: such a record makes no table");
        } catch (DataException e) {
            return List.of("none: " + e.getMessage());
        }
    }

    @SuppressWarnings("unchecked") // the plugins' own tests call them with these types
    private static Object call(PluginDesc<?> plugin, String function, Map<String, String> given, Object subject) {
        try {
            Constructor<?> constructor = plugin.loader().loadClass(function).getDeclaredConstructor();
            constructor.setAccessible(true);
            return ((BiFunction<Map<String, String>, Object, Object>) constructor.newInstance()).apply(given, subject);
        } catch (ReflectiveOperationException e) {
            throw new Problem(
                    "Cannot ask " + plugin.className() + " " + plugin.version() + " in " + plugin.location()
                            + " for schemas: it has no " + function + ". Use plugins of the version of this program.",
                    e);
        } catch (DataException e) {
            throw e;
        } catch (ConnectException e) {
            throw new Problem("Cannot say what " + plugin.className() + " makes of it: " + e.getMessage(), e);
        }
    }
}
