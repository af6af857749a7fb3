// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.cli.trial.Change.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;

/** What tells two states of a record apart, by fields where both have some, and in the order of the later one. */
final class Changes {
    private final List<Change> found = new ArrayList<>();

    private Changes() {}

    static List<Change> between(ConnectRecord<?> before, ConnectRecord<?> after) {
        Changes changes = new Changes();
        changes.scalars("topic", before.topic(), after.topic());
        changes.scalars("partition", before.kafkaPartition(), after.kafkaPartition());
        changes.scalars("timestamp", before.timestamp(), after.timestamp());
        changes.data("key", key(before), key(after));
        changes.data("value", value(before), value(after));
        changes.parts("header", headers(before), headers(after));
        return changes.found;
    }

    private static SchemaAndValue key(ConnectRecord<?> record) {
        return new SchemaAndValue(record.keySchema(), record.key());
    }

    private static SchemaAndValue value(ConnectRecord<?> record) {
        return new SchemaAndValue(record.valueSchema(), record.value());
    }

    private void scalars(String where, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            found.add(new Change(Kind.CHANGED, where, String.valueOf(before), String.valueOf(after)));
        }
    }

    private void data(String where, SchemaAndValue before, SchemaAndValue after) {
        boolean haveParts = hasParts(before.value()) && hasParts(after.value());
        if (haveParts) {
            String from = SchemaText.name(before.schema());
            String to = SchemaText.name(after.schema());
            if (!from.equals(to)) {
                found.add(new Change(Kind.CHANGED, where, from, to));
            }
            parts(where, parts(before.value()), parts(after.value()));
            return;
        }
        leaf(where, before, after);
    }

    private void leaf(String where, SchemaAndValue before, SchemaAndValue after) {
        String from = DataText.of(before);
        String to = DataText.of(after);
        String fromType = SchemaText.name(before.schema());
        String toType = SchemaText.name(after.schema());
        if (!fromType.equals(toType)) {
            found.add(new Change(Kind.CHANGED, where, typed(from, fromType), typed(to, toType)));
        } else if (!from.equals(to)) {
            found.add(new Change(Kind.CHANGED, where, from, to));
        }
    }

    private void parts(String where, Map<String, SchemaAndValue> before, Map<String, SchemaAndValue> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            String path = where + "." + name;
            SchemaAndValue was = before.get(name);
            SchemaAndValue is = after.get(name);
            if (was != null && is != null) {
                data(path, was, is);
            } else if (was != null) {
                found.add(new Change(Kind.REMOVED, path, typed(was), ""));
            } else if (is != null) {
                found.add(new Change(Kind.ADDED, path, "", typed(is)));
            }
        }
    }

    private static String typed(SchemaAndValue data) {
        return typed(DataText.of(data), SchemaText.name(data.schema()));
    }

    private static String typed(String text, String type) {
        return text + " (" + type + ")";
    }

    private static boolean hasParts(Object value) {
        return value instanceof Struct || value instanceof Map<?, ?>;
    }

    private static Map<String, SchemaAndValue> parts(Object value) {
        Map<String, SchemaAndValue> parts = value instanceof Struct ? new LinkedHashMap<>() : new TreeMap<>();
        if (value instanceof Struct struct) {
            for (Field field : struct.schema().fields()) {
                parts.put(field.name(), new SchemaAndValue(field.schema(), struct.getWithoutDefault(field.name())));
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, part) -> parts.put(String.valueOf(name), new SchemaAndValue(null, part)));
        }
        return parts;
    }

    /** Of several with one name, the second is {@code name#2}. */
    private static Map<String, SchemaAndValue> headers(ConnectRecord<?> record) {
        Map<String, SchemaAndValue> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            String name = header.key();
            for (int i = 2; headers.containsKey(name); i++) {
                name = header.key() + "#" + i;
            }
            headers.put(name, new SchemaAndValue(header.schema(), header.value()));
        }
        return headers;
    }
}
