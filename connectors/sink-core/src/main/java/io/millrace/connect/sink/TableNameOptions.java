// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/** Which tables records go to. */
public final class TableNameOptions {
    public static final String FORMAT = "table.name.format";
    static final String TOPICS = "table.name.topics";

    private final AbstractConfig config;
    private final String schemaKey;

    /**
     * What the settings say.
     *
     * @param schemaKey of the schema (or database) of tables whose name says none
     */
    public TableNameOptions(AbstractConfig config, String schemaKey) {
        this.config = config;
        this.schemaKey = schemaKey;
    }

    public static void define(OptionGroup group) {
        group.text(
                        FORMAT,
                        "${topic}",
                        Choices.text(TableNameOptions::requireFormat, "name with placeholders, or schema.name"),
                        "Table name",
                        "Table of a record. ${topic} is the topic's name with dots and dashes as underscores, ${table} the"
                                + " part after its last dot: with shop_${table}, topic curated.shop.orders goes to"
                                + " shop_orders. ${value.type} is a text field of the value, ${key.region} one of the key,"
                                + " ${header.tenant} a header: one topic, many tables. ${1} is the first group of"
                                + " table.name.topics. analytics.${table} chooses a schema too.")
                .importance(Importance.MEDIUM)
                .text(
                        TOPICS,
                        "",
                        Choices.text(TableNameOptions::requirePattern, "regular expression, or empty"),
                        "Topic pattern",
                        "Regular expression for the whole name of a topic, whose groups table.name.format can use:"
                                + " curated\\.(.*)\\.(.*) with ${1}.${2} puts curated.shop.orders into shop.orders. A"
                                + " topic that it does not match is refused. Empty for none.");
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

    /** What the settings say. */
    public TableRoute route() {
        return new TableRoute(config.getString(schemaKey), config.getString(FORMAT), config.getString(TOPICS));
    }

    private List<String> missingGroups() {
        return route().missingGroups();
    }

    /** The schema that every table is in; empty where it is part of what records decide. */
    public String fixedSchema() {
        String format = config.getString(FORMAT);
        String names = format.replaceAll("\\$\\{[^}]*}", "\\${}");
        int dot = names.indexOf('.');
        String schema = dot < 0 ? config.getString(schemaKey) : names.substring(0, dot);
        return schema.contains("${}") ? "" : schema;
    }

    /** The key that says which schema tables are in. */
    public String schemaKey() {
        return config.getString(FORMAT).replaceAll("\\$\\{[^}]*}", "").contains(".") ? FORMAT : schemaKey;
    }

    /** What is wrong between settings that are right by themselves: the key to change, and why. */
    public Map<String, String> problems(List<String> topics) {
        if (!missingGroups().isEmpty()) {
            return Map.of(
                    FORMAT,
                    "Invalid value " + config.getString(FORMAT)
                            + " for configuration table.name.format: expected 'table.name.topics' to have the group(s) "
                            + String.join(", ", missingGroups()) + ".");
        }
        String pattern = config.getString(TOPICS);
        return topics.stream()
                .filter(topic -> !pattern.isEmpty() && !topic.matches(pattern))
                .findFirst()
                .map(topic -> Map.of(
                        TOPICS,
                        "Invalid value " + pattern + " for configuration table.name.topics: expected to match " + topic
                                + ", which is among 'topics'."))
                .orElse(Map.of());
    }
}
