// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.Errors;
import io.millrace.records.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Which table a record goes to: a format with placeholders, of which <code>${topic}</code> stands for the topic's name,
 * <code>${table}</code> for what follows its last dot, <code>${1}</code> for a group of the topic pattern,
 * <code>${value.a.b}</code> and <code>${key.a}</code> for a text in the record, <code>${header.a}</code> for a header. In
 * each of them dots and dashes become underscores. {@code schema.table} chooses the schema; a format without a dot uses
 * the default one. Thread-safe.
 */
public final class TableRoute {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern KNOWN = Pattern.compile("topic|table|[1-9]|(value|key)(\\.[^.}]+)+|header\\.[^}]+");
    private static final String DESCRIPTION =
            "[${topic}, ${table}, ${1}, ${value.FIELD}, ${key.FIELD}, ${header.NAME}]";

    private final String defaultSchema;
    private final String format;
    private final @Nullable Pattern topics;
    private final boolean ofTopic;
    private final Map<String, TableName> known = new ConcurrentHashMap<>();

    /** @param topicPattern for the whole name of a topic; empty for none */
    public TableRoute(String defaultSchema, String format, String topicPattern) {
        this.defaultSchema = defaultSchema;
        this.format = format;
        this.topics = topicPattern.isEmpty() ? null : Pattern.compile(topicPattern);
        this.ofTopic = placeholders(format).stream().noneMatch(name -> name.contains("."));
    }

    /** What is wrong with a format; empty for nothing. */
    public static String problem(String format) {
        boolean unknown = placeholders(format).stream()
                .anyMatch(name -> !KNOWN.matcher(name).matches());
        String rest = PLACEHOLDER.matcher(format).replaceAll("t");
        boolean misplaced = rest.isBlank() || rest.startsWith(".") || rest.endsWith(".") || rest.contains("${");
        return unknown || misplaced ? "expected a name with " + DESCRIPTION : "";
    }

    private static List<String> placeholders(String format) {
        return PLACEHOLDER
                .matcher(format)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** Groups that the format names and the topic pattern has not. */
    public List<String> missingGroups() {
        int groups = topics == null ? 0 : topics.matcher("").groupCount();
        return placeholders(format).stream()
                .filter(name -> Character.isDigit(name.charAt(0)) && Integer.parseInt(name) > groups)
                .map(name -> "${" + name + "}")
                .collect(Collectors.toList());
    }

    /** Whether the topic alone says which table. */
    public boolean isOfTopic() {
        return ofTopic;
    }

    /** The record's table; a {@link DataException} if the record does not say. */
    public TableName table(SinkRecord record) {
        if (ofTopic) {
            TableName table = known.get(record.topic());
            return table != null ? table : remember(record.topic(), resolve(record));
        }
        String resolved = resolve(record);
        TableName table = known.get(resolved);
        return table != null ? table : remember(resolved, resolved);
    }

    private TableName remember(String key, String name) {
        int dot = name.indexOf('.');
        TableName table = dot < 0
                ? new TableName(defaultSchema, name)
                : new TableName(name.substring(0, dot), name.substring(dot + 1));
        known.put(key, table);
        return table;
    }

    private String resolve(SinkRecord record) {
        Matcher matched = topics == null ? null : topics.matcher(record.topic());
        if (matched != null && !matched.matches()) {
            throw unroutable(record, "topic " + record.topic() + " (expected one like 'table.name.topics')");
        }
        StringBuilder name = new StringBuilder();
        Matcher placeholders = PLACEHOLDER.matcher(format);
        while (placeholders.find()) {
            placeholders.appendReplacement(
                    name, Matcher.quoteReplacement(identifier(text(placeholders.group(1), record, matched))));
        }
        return placeholders.appendTail(name).toString();
    }

    private static String text(String placeholder, SinkRecord record, @Nullable Matcher matched) {
        String topic = record.topic();
        if (placeholder.equals("topic")) {
            return topic;
        }
        if (placeholder.equals("table")) {
            return topic.substring(topic.lastIndexOf('.') + 1);
        }
        Object found = matched != null && Character.isDigit(placeholder.charAt(0))
                ? matched.group(Integer.parseInt(placeholder))
                : lookUp(placeholder, record);
        if (found instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw unroutable(
                record,
                (found == null ? "no " + placeholder : found.getClass().getSimpleName() + " in " + placeholder)
                        + " (expected text)");
    }

    private static @Nullable Object lookUp(String placeholder, SinkRecord record) {
        List<String> path = new ArrayList<>(List.of(placeholder.split("\\.")));
        String side = path.remove(0);
        if (side.equals("header")) {
            Header header = record.headers().lastWithName(String.join(".", path));
            return header == null ? null : header.value();
        }
        Object at = side.equals(Side.KEY.label()) ? record.key() : record.value();
        for (String name : path) {
            at = member(at, name);
        }
        return at;
    }

    private static @Nullable Object member(@Nullable Object parent, String name) {
        if (parent instanceof Struct struct) {
            Field field = struct.schema().field(name);
            return field == null ? null : struct.get(field);
        }
        return parent instanceof Map<?, ?> map ? map.get(name) : null;
    }

    private static DataException unroutable(SinkRecord record, String found) {
        return new DataException(Errors.sentence(
                "choose a table", found, Errors.where(record), "Correct 'table.name.format' or the record."));
    }

    private static String identifier(String text) {
        return text.replace('.', '_').replace('-', '_');
    }
}
