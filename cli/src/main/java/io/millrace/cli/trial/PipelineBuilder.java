// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.cli.document.Connector;
import io.millrace.cli.terminal.Problem;
import io.millrace.cli.trial.ChainStep.Condition;
import io.millrace.cli.trial.ChainStep.Description;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.runtime.ConnectMetrics;
import org.apache.kafka.connect.runtime.ConnectorConfig;
import org.apache.kafka.connect.runtime.SinkConnectorConfig;
import org.apache.kafka.connect.runtime.SourceConnectorConfig;
import org.apache.kafka.connect.runtime.TransformationStage;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.runtime.isolation.PluginDesc;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.apache.kafka.connect.util.ConnectorTaskId;
import org.jspecify.annotations.Nullable;

/** Makes a connector's converters and transforms as a worker makes them for a task, by the worker's own classes. */
final class PipelineBuilder {
    private static final Pattern NEEDED =
            Pattern.compile("(transforms|predicates|errors|(key|value|header)[.]converter)([.].*)?|connector[.]class|"
                    + "name|topics|topics[.]regex|.*[.]plugin[.]version");
    private static final String VERSION = ".plugin.version";

    private final Connector connector;
    private final Plugins plugins;
    private final TrialWorker worker;
    private final Map<String, String> settings;
    private final Direction direction;
    private final @Nullable PluginDesc<?> connectorPlugin;

    PipelineBuilder(Connector connector, Plugins plugins, TrialWorker worker) {
        this.connector = connector;
        this.plugins = plugins;
        this.worker = worker;
        this.settings = settings();
        KnownPlugins known = new KnownPlugins(plugins);
        String name = settings.getOrDefault("connector.class", "");
        PluginDesc<?> sink = known.sink(name).orElse(null);
        PluginDesc<?> found = sink == null ? known.source(name).orElse(null) : sink;
        this.connectorPlugin = found;
        boolean readsTopics = SinkConnectorConfig.hasTopicsConfig(settings) || settings.containsKey("topics.regex");
        boolean isSink = found == null ? readsTopics : sink != null;
        this.direction = isSink ? Direction.SINK : Direction.SOURCE;
    }

    private Map<String, String> settings() {
        Map<String, String> given = new LinkedHashMap<>(connector.config());
        given.putIfAbsent("name", "try");
        given.putIfAbsent("connector.class", "none");
        try (Placeholders placeholders = new Placeholders(worker, plugins)) {
            return placeholders.resolve(given, key -> NEEDED.matcher(key).matches());
        }
    }

    Direction direction() {
        return direction;
    }

    /** The connector's, with placeholders resolved as far as a trial needs it. */
    Map<String, String> resolved() {
        return settings;
    }

    /** Whether the connector itself is on the plugin path: it is not needed, but a worker looks for converters beside it first. */
    boolean hasConnector() {
        return connectorPlugin != null;
    }

    /** What plugins are looked up with, as a task's thread has it. */
    ClassLoader loader() {
        return connectorPlugin == null ? plugins.delegatingLoader() : connectorPlugin.loader();
    }

    /** @param isDecoded whether records for a sink are given as its converters would read them */
    Pipeline<?> build(boolean isDecoded) {
        ChainCheck check = new ChainCheck(connector, settings, loader(), new KnownPlugins(plugins));
        check.requireNames();
        if (direction == Direction.SOURCE) {
            return this.<SourceRecord>build(check, SourceEnds::new);
        }
        return this.<SinkRecord>build(check, isDecoded ? DecodedEnds::new : SinkEnds::new);
    }

    private <R extends ConnectRecord<R>> Pipeline<R> build(ChainCheck check, Function<Converters, Ends<R>> ends) {
        ConnectMetrics metrics = new ConnectMetrics("try", worker, Time.SYSTEM, "try");
        try {
            ConnectorConfig config = config(settings);
            Converters converters = converters(config);
            List<ChainStep<R>> chain = chain(config, metrics);
            return new Pipeline<>(ends.apply(converters), chain, new Tolerance(config), () -> {
                converters.close();
                metrics.stop();
            });
        } catch (Problem e) {
            throw e;
        } catch (RuntimeException e) {
            throw check.explain(
                    e,
                    alone -> this.<R>chain(config(alone), metrics)
                            .forEach(step -> step.stage().close()));
        }
    }

    private ConnectorConfig config(Map<String, String> given) {
        return direction == Direction.SINK
                ? new SinkConnectorConfig(plugins, given)
                : new SourceConnectorConfig(plugins, given, worker.topicCreationEnable());
    }

    private Converters converters(ConnectorConfig config) {
        return new Converters(
                converter(config, WorkerConfig.KEY_CONVERTER_CLASS_CONFIG),
                converter(config, WorkerConfig.VALUE_CONVERTER_CLASS_CONFIG),
                headerConverter(config));
    }

    private Converter converter(ConnectorConfig config, String key) {
        try {
            Converter own = plugins.newConverter(config, key, key + VERSION);
            return own == null ? plugins.newConverter(worker, key, key + VERSION) : own;
        } catch (ConfigException | ConnectException e) {
            throw unusable(key, e);
        }
    }

    private HeaderConverter headerConverter(ConnectorConfig config) {
        String key = WorkerConfig.HEADER_CONVERTER_CLASS_CONFIG;
        try {
            HeaderConverter own = plugins.newHeaderConverter(config, key, key + VERSION);
            return own == null ? plugins.newHeaderConverter(worker, key, key + VERSION) : own;
        } catch (ConfigException | ConnectException e) {
            throw unusable(key, e);
        }
    }

    private Problem unusable(String key, Exception e) {
        return new Problem(
                connector.at(key) + ": Cannot make the " + key.replace('.', ' ') + ": " + e.getMessage() + " Correct '"
                        + key + "' and what begins with it.",
                e);
    }

    private <R extends ConnectRecord<R>> List<ChainStep<R>> chain(ConnectorConfig config, ConnectMetrics metrics) {
        ConnectorTaskId task = new ConnectorTaskId(settings.get("name"), 0);
        List<ChainStep<R>> chain = new ArrayList<>();
        for (TransformationStage<R> stage : config.<R>transformationStages(plugins, task, metrics)) {
            chain.add(step(config, stage));
        }
        return chain;
    }

    private <R extends ConnectRecord<R>> ChainStep<R> step(ConnectorConfig config, TransformationStage<R> stage) {
        TransformationStage.StageInfo info = stage.transformationStageInfo();
        String alias = info.transform().alias();
        String type = info.transform().className();
        if (info.predicate() == null) {
            return new ChainStep<>(new Description(alias, type, ""), stage, null);
        }
        String predicate = info.predicate().alias();
        boolean isNegated = Boolean.parseBoolean(settings.get("transforms." + alias + ".negate"));
        return new ChainStep<>(
                new Description(alias, type, isNegated ? "not " + predicate : predicate),
                stage,
                new Condition<>(this.<R>predicate(config, predicate), isNegated));
    }

    /** One more of it, for {@link ChainStep#condition}. */
    @SuppressWarnings("unchecked") // a predicate takes every record
    private <R extends ConnectRecord<R>> Predicate<R> predicate(ConnectorConfig config, String alias) {
        String prefix = "predicates." + alias + ".";
        try {
            Class<?> type = config.getClass(prefix + "type");
            Predicate<R> predicate =
                    (Predicate<R>) type.getDeclaredConstructor().newInstance();
            predicate.configure(config.originalsWithPrefix(prefix));
            return predicate;
        } catch (ReflectiveOperationException e) {
            throw new ConnectException(e);
        }
    }
}
