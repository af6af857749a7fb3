// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.finding;

import static io.millrace.cli.lint.finding.Severity.ERROR;
import static io.millrace.cli.lint.finding.Severity.NOTE;
import static io.millrace.cli.lint.finding.Severity.WARNING;

import io.millrace.cli.document.Position;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What lint can find. The name is what users write, in lower case with dashes. */
public enum Rule {
    // Files
    SYNTAX(ERROR, "The file is not JSON or YAML."),
    NOTHING_TO_CHECK(NOTE, "A file that was named holds no connector and no resource of Strimzi."),
    DUPLICATE_KEY(ERROR, "A key is there twice; the last one wins without a word."),
    NOT_TEXT(ERROR, "A setting is a list or a map; a worker takes text, numbers and booleans."),
    EMPTY_SETTING(WARNING, "A setting has no value: null."),

    // Every connector
    NO_CLASS(ERROR, "connector.class is missing."),
    NAMES_DIFFER(ERROR, "The name beside config is another than the one in it."),
    PLUGIN_NOT_FOUND(NOTE, "A plugin is not on the plugin path: its settings are not checked."),
    MISSPELLED_CLASS(ERROR, "A class that is no plugin, and one is spelled nearly so."),
    PLUGIN_KIND(ERROR, "A class is not the kind of plugin that the setting needs."),
    MISSING_KEY(ERROR, "A setting that must be there is not."),
    INVALID_VALUE(ERROR, "The plugin refuses a value, or a combination of them."),
    MISSPELLED_KEY(ERROR, "No plugin knows the key, and one is spelled nearly so."),
    UNKNOWN_KEY(WARNING, "No plugin knows the key; it has no effect."),
    REMOVED_KEY(ERROR, "A key of an older version that has no effect any more."),
    WORKER_KEY(ERROR, "A setting of the worker, which has no effect in a connector."),
    SECRET_IN_CLEAR(ERROR, "A password is in the file, in clear text."),
    SECRET_LIKELY(WARNING, "A setting whose name says that it is a secret is in the file, in clear text."),

    // Transforms and predicates
    TRANSFORM_WITHOUT_TYPE(ERROR, "transforms lists a name that has no type."),
    TRANSFORM_TWICE(ERROR, "transforms or predicates lists a name twice."),
    TRANSFORM_NOT_LISTED(WARNING, "A transform is configured and not listed in transforms: it does not run."),
    PREDICATE_WITHOUT_TYPE(ERROR, "predicates lists a name that has no type."),
    PREDICATE_UNDEFINED(ERROR, "A transform asks a predicate that is not listed in predicates."),
    PREDICATE_UNUSED(WARNING, "A predicate that no transform asks."),
    NEGATE_WITHOUT_PREDICATE(ERROR, "negate without predicate: nothing to negate."),
    UNWRAP_TWICE(ERROR, "An envelope is unwrapped twice; the second transform finds none."),
    FILTER_WITHOUT_PREDICATE(ERROR, "Filter without a predicate drops every record."),
    DELETES_DROPPED(WARNING, "Deletes do not get through the transforms."),
    TOMBSTONES_AS_TEXT(WARNING, "Tombstones are written as text, and delete nothing."),

    // Converters
    CONVERTER_WITHOUT_CLASS(ERROR, "Settings of a converter that the connector does not name have no effect."),
    NO_REGISTRY(ERROR, "A converter that needs a schema registry has no URL of one."),
    SCHEMALESS_SINK(ERROR, "The sink needs schemas, and the converter gives none."),

    // Sinks
    NO_TOPICS(ERROR, "A sink has neither topics nor topics.regex."),
    TOPICS_TWICE(ERROR, "A sink has both topics and topics.regex."),
    DEAD_LETTERS_ARE_INPUT(ERROR, "A sink reads the topic that it writes its dead letters to."),
    DEAD_LETTERS_UNUSED(WARNING, "A dead letter queue without errors.tolerance=all: the task stops instead."),
    SILENT_LOSS(WARNING, "errors.tolerance=all without dead letters or a log: records are lost without a trace."),
    OVERRIDE_UNUSED(WARNING, "producer.override on a sink without dead letters: it has no producer."),

    // Sources
    DEAD_LETTERS_ON_SOURCE(ERROR, "Connect has dead letter queues for sinks only."),
    TOPICS_ON_SOURCE(WARNING, "topics on a source, which does not read topics."),
    SINGLE_TASK(WARNING, "tasks.max above 1 for a connector that runs one task."),
    EXACTLY_ONCE_UNSUPPORTED(
            ERROR, "exactly.once.support=required, or transaction.boundary=connector, and the connector cannot."),
    EXACTLY_ONCE_OFF(ERROR, "exactly.once.support=required, and the workers have it off."),
    SCHEMA_HISTORY(ERROR, "A Debezium connector that keeps a schema history is not told where."),

    // Connectors side by side
    DUPLICATE_CONNECTOR(ERROR, "Two connectors have one name."),
    SHARED_IDENTITY(ERROR, "Two Debezium connectors share a slot, a server id or a schema history."),

    // Strimzi
    API_VERSION(ERROR, "A version of the API that Strimzi does not serve any more."),
    FIELD_UNKNOWN(ERROR, "A field that the resource does not have: it is dropped or refused."),
    FIELD_TYPE(ERROR, "A field has a value of another type."),
    FIELD_VALUE(ERROR, "A field has a value that is not among those allowed."),
    FIELD_MISSING(ERROR, "A field that must be there is not."),
    FORBIDDEN_KEY(ERROR, "A key that Strimzi sets itself; in config it is ignored."),
    CLUSTER_LABEL(ERROR, "A KafkaConnector without the label strimzi.io/cluster belongs to no workers."),
    CONNECTOR_RESOURCES_OFF(ERROR, "The KafkaConnect lacks the annotation that makes it run KafkaConnectors."),
    OVERRIDE_REFUSED(ERROR, "The workers' policy refuses a client setting of the connector."),
    PROVIDER_UNKNOWN(ERROR, "A placeholder of a config provider that the workers do not have."),
    REPLICATION(ERROR, "A replication factor that the cluster's brokers cannot give."),
    REPLICATION_LOW(WARNING, "A replication factor of 1 where there are three brokers or more."),
    INTERNAL_TOPIC(
            ERROR, "A topic that Connect keeps its state in is not compacted, or has the wrong number of partitions.");

    private final Severity severity;
    private final String summary;

    Rule(Severity severity, String summary) {
        this.severity = severity;
        this.summary = summary;
    }

    /** What users write: {@code unknown-key}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Rule> of(String id) {
        return Arrays.stream(values()).filter(rule -> rule.id().equals(id)).findFirst();
    }

    public Severity severity() {
        return severity;
    }

    /** What it finds, in a sentence. */
    public String summary() {
        return summary;
    }

    /** Rules that say more about the same setting, and so stand for this one. */
    Set<Rule> coveredBy() {
        return switch (this) {
            case UNKNOWN_KEY ->
                EnumSet.of(MISSPELLED_KEY, REMOVED_KEY, WORKER_KEY, DEAD_LETTERS_ON_SOURCE, TOPICS_ON_SOURCE);
            case MISSPELLED_KEY -> EnumSet.of(REMOVED_KEY, WORKER_KEY);
            case INVALID_VALUE ->
                EnumSet.of(
                        MISSING_KEY,
                        PLUGIN_KIND,
                        MISSPELLED_KEY,
                        TOPICS_TWICE,
                        NO_TOPICS,
                        DEAD_LETTERS_ARE_INPUT,
                        TRANSFORM_TWICE,
                        EXACTLY_ONCE_UNSUPPORTED,
                        SECRET_IN_CLEAR);
            case MISSING_KEY -> EnumSet.of(NO_TOPICS, NO_REGISTRY);
            case NO_TOPICS -> EnumSet.of(NOT_TEXT, EMPTY_SETTING);
            case SECRET_LIKELY -> EnumSet.of(SECRET_IN_CLEAR, UNKNOWN_KEY, MISSPELLED_KEY);
            default -> EnumSet.noneOf(Rule.class);
        };
    }

    /** A finding of this rule; {@code fix} is empty where the message says what to do. */
    public Finding found(Position at, String key, String message, String fix) {
        return new Finding(this, at, key, message, fix);
    }
}
