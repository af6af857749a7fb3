// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.EvolutionRules;
import io.millrace.connect.sink.IncompatibleMode;
import io.millrace.connect.sink.TableRoute;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/** Which tables records go to, and what the sink may do to them. */
final class TableOptions {
    static final String SCHEMA_NAME = "schema.name";
    static final String TABLE_NAME_FORMAT = "table.name.format";
    static final String TABLE_NAME_TOPICS = "table.name.topics";
    static final String AUTO_CREATE = "auto.create";
    static final String AUTO_EVOLVE = "auto.evolve";
    static final String EVOLVE_WIDEN = "evolve.widen";
    static final String EVOLVE_RELAX = "evolve.relax";
    static final String EVOLVE_REWRITE = "evolve.rewrite";
    static final String INCOMPATIBLE_MODE = "incompatible.mode";
    static final String DRY_RUN = "dry.run";

    private final AbstractConfig config;

    TableOptions(AbstractConfig config) {
        this.config = config;
    }

    static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Tables");
        defineNames(group);
        defineChanges(group);
    }

    private static void defineNames(OptionGroup group) {
        group.text(
                        SCHEMA_NAME,
                        "public",
                        Choices.nonEmpty(),
                        "Schema",
                        "Schema of the tables, where table.name.format names none. It must exist.")
                .importance(Importance.HIGH)
                .text(
                        TABLE_NAME_FORMAT,
                        "${topic}",
                        Choices.text(TableOptions::requireFormat, "name with placeholders, or schema.name"),
                        "Table name",
                        "Table of a record. ${topic} is the topic's name with dots and dashes as underscores, ${table} the"
                                + " part after its last dot: with shop_${table}, topic curated.shop.orders goes to"
                                + " shop_orders. ${value.type} is a text field of the value, ${key.region} one of the key,"
                                + " ${header.tenant} a header: one topic, many tables. ${1} is the first group of"
                                + " table.name.topics. analytics.${table} chooses a schema too.")
                .importance(Importance.MEDIUM)
                .text(
                        TABLE_NAME_TOPICS,
                        "",
                        Choices.text(TableOptions::requirePattern, "regular expression, or empty"),
                        "Topic pattern",
                        "Regular expression for the whole name of a topic, whose groups table.name.format can use:"
                                + " curated\\.(.*)\\.(.*) with ${1}.${2} puts curated.shop.orders into shop.orders. A"
                                + " topic that it does not match is refused. Empty for none.");
    }

    private static void defineChanges(OptionGroup group) {
        group.flag(
                        AUTO_CREATE,
                        "true",
                        "Create tables",
                        "Whether to create missing tables, with a primary key as key.mode says.")
                .flag(AUTO_EVOLVE, "true", "Add columns", "Whether to add columns for new fields.")
                .flag(
                        EVOLVE_WIDEN,
                        "true",
                        "Widen columns",
                        "Whether to alter a column to a type that holds all of the old one's values where a field needs it:"
                                + " longer varchar, varchar to text, more digits of numeric. What makes PostgreSQL write"
                                + " the whole table anew (integer to bigint, real to double precision) is done only with"
                                + " evolve.rewrite.")
                .flag(
                        EVOLVE_RELAX,
                        "true",
                        "Relax NOT NULL",
                        "Whether to let a column take nulls (DROP NOT NULL) once its field is optional.")
                .flag(
                        EVOLVE_REWRITE,
                        "false",
                        "Rewrite tables",
                        "Whether changes may be made that write the whole table anew while nobody can read it. False: the"
                                + " task fails with the statement to run when it suits you.")
                .text(
                        INCOMPATIBLE_MODE,
                        Choices.text(IncompatibleMode.FAIL),
                        Choices.oneOf(IncompatibleMode.FAIL),
                        "Incompatible fields",
                        "What becomes of a field whose column has a type that cannot take it. fail: the task fails with"
                                + " the statement to run. quarantine: each such record is refused, and goes to the dead"
                                + " letter queue if there is one. new_column: the field gets another column, named after"
                                + " field and type: amount_text.")
                .flag(
                        DRY_RUN,
                        "false",
                        "Dry run",
                        "Only logs the statements that would create or change tables, once each. Nothing is written, no"
                                + " offset moves.");
    }

    private static void requireFormat(String key, String value) {
        String problem = TableRoute.problem(value);
        if (!problem.isEmpty()) {
            throw new ConfigException(key, value, problem + ", for example shop_${table}.");
        }
    }

    private static void requirePattern(String key, String value) {
        try {
            Pattern.compile(value);
        } catch (PatternSyntaxException e) {
            throw ConfigChecks.refusal(
                    key, value, "expected a regular expression, found: " + e.getDescription(), "none");
        }
    }

    TableRoute route() {
        return new TableRoute(
                config.getString(SCHEMA_NAME),
                config.getString(TABLE_NAME_FORMAT),
                config.getString(TABLE_NAME_TOPICS));
    }

    /** The format's groups that the topic pattern has not; empty if all is well. */
    List<String> missingGroups() {
        return route().missingGroups();
    }

    /** The schema that every table is in; empty where it is part of what records decide. */
    String fixedSchema() {
        String format = config.getString(TABLE_NAME_FORMAT);
        String names = format.replaceAll("\\$\\{[^}]*}", "\\${}");
        int dot = names.indexOf('.');
        String schema = dot < 0 ? config.getString(SCHEMA_NAME) : names.substring(0, dot);
        return schema.contains("${}") ? "" : schema;
    }

    /** The key that says which schema tables are in. */
    String schemaKey() {
        return config.getString(TABLE_NAME_FORMAT)
                        .replaceAll("\\$\\{[^}]*}", "")
                        .contains(".")
                ? TABLE_NAME_FORMAT
                : SCHEMA_NAME;
    }

    /** What is wrong between settings that are right by themselves: the key to change, and why. */
    Map<String, String> problems(List<String> topics) {
        if (!missingGroups().isEmpty()) {
            return Map.of(
                    TABLE_NAME_FORMAT,
                    "Invalid value " + config.getString(TABLE_NAME_FORMAT)
                            + " for configuration table.name.format: expected 'table.name.topics' to have the group(s) "
                            + String.join(", ", missingGroups()) + ".");
        }
        String pattern = config.getString(TABLE_NAME_TOPICS);
        return topics.stream()
                .filter(topic -> !pattern.isEmpty() && !topic.matches(pattern))
                .findFirst()
                .map(topic -> Map.of(
                        TABLE_NAME_TOPICS,
                        "Invalid value " + pattern + " for configuration table.name.topics: expected to match " + topic
                                + ", which is among 'topics'."))
                .orElse(Map.of());
    }

    EvolutionRules evolution() {
        return new EvolutionRules(
                config.getBoolean(AUTO_CREATE),
                config.getBoolean(AUTO_EVOLVE),
                config.getBoolean(EVOLVE_WIDEN),
                config.getBoolean(EVOLVE_RELAX),
                config.getBoolean(EVOLVE_REWRITE),
                Choices.constant(IncompatibleMode.class, config.getString(INCOMPATIBLE_MODE)));
    }

    boolean isDryRun() {
        return config.getBoolean(DRY_RUN);
    }
}
