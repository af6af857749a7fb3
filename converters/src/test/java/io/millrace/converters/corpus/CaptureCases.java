// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import io.millrace.testkit.Captures;
import io.millrace.testkit.Captures.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Keys, envelopes and rows of change events that Debezium wrote. */
final class CaptureCases {
    private final String name;
    private final Map<Schema, List<Object>> values = new LinkedHashMap<>();

    private CaptureCases(String name) {
        this.name = name;
    }

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (Database database : Database.values()) {
            for (String table : database.tables()) {
                CaptureCases found = new CaptureCases(database.folder() + "-" + table);
                Captures.sinkRecords(database, table).forEach(found::add);
                cases.addAll(found.cases());
            }
            for (String control : database.controls()) {
                CaptureCases found = new CaptureCases(database.folder() + "-" + control);
                Captures.sinkRecords(database, control).forEach(found::add);
                cases.addAll(found.cases());
            }
        }
        return cases;
    }

    private void add(SinkRecord record) {
        add(record.keySchema(), record.key());
        add(record.valueSchema(), record.value());
        if (record.value() instanceof Struct event && event.schema().field("after") != null) {
            add(event.schema().field("after").schema(), event.get("after"));
        }
    }

    private void add(Schema schema, Object value) {
        if (value != null) {
            values.computeIfAbsent(schema, key -> new ArrayList<>()).add(value);
        }
    }

    /** Two values of each schema are enough. */
    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        values.forEach((schema, seen) ->
                cases.add(new Case(name + "-" + cases.size(), schema, seen.subList(0, Math.min(2, seen.size())))));
        return cases;
    }
}
