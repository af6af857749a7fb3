// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cli.terminal.Colour;
import io.millrace.cli.terminal.Console;
import io.millrace.cli.trial.Trace.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The schemas that come out, each once per topic: as Connect, Avro and tables. */
final class ResultingSchemas implements Report {
    private final Console console;
    private final SchemaForms forms;
    private final boolean isJson;
    private final Map<Result, SinkRecord> results = new LinkedHashMap<>();

    /** What tells results apart. */
    private record Result(
            String topic, @Nullable Schema key, @Nullable Schema value) {}

    ResultingSchemas(Console console, SchemaForms forms, boolean isJson) {
        this.console = console;
        this.forms = forms;
        this.isJson = isJson;
    }

    /** A tombstone has no schema to tell of. */
    @Override
    public void accept(Trace trace) {
        ConnectRecord<?> last = trace.last();
        if (trace.outcome() == Outcome.PASSED && last != null && last.value() != null) {
            results.putIfAbsent(new Result(last.topic(), last.keySchema(), last.valueSchema()), asASinkGetsIt(last));
        }
    }

    private static SinkRecord asASinkGetsIt(ConnectRecord<?> record) {
        return new SinkRecord(
                record.topic(),
                0,
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                0,
                record.timestamp(),
                TimestampType.CREATE_TIME,
                record.headers());
    }

    @Override
    public void end() {
        results.values().forEach(isJson ? this::json : this::text);
    }

    private void text(SinkRecord record) {
        console.out().println(console.paint(Colour.BOLD, "schemas of " + record.topic()));
        StringBuilder connect = new StringBuilder();
        SchemaText.lines("key", record.keySchema(), "    ", connect);
        SchemaText.lines("value", record.valueSchema(), "    ", connect);
        console.out().println(console.paint(Colour.CYAN, "  Connect"));
        console.out().print(connect);
        avro(record).forEach((form, text) -> part(form, List.of(text)));
        forms.tables(record).forEach(this::part);
        console.out().println();
    }

    private Map<String, String> avro(SinkRecord record) {
        Map<String, String> avro = new LinkedHashMap<>();
        if (record.keySchema() != null) {
            avro.put("Avro, key", forms.avro(record.keySchema(), "key"));
        }
        if (record.valueSchema() != null) {
            avro.put("Avro, value", forms.avro(record.valueSchema(), "value"));
        }
        return avro;
    }

    private void part(String form, List<String> lines) {
        console.out().println(console.paint(Colour.CYAN, "  " + form));
        lines.forEach(line -> console.out().println("    " + line));
    }

    private void json(SinkRecord record) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("schemasOf", record.topic());
        node.set("key", SchemaText.tree(record.keySchema()));
        node.set("value", SchemaText.tree(record.valueSchema()));
        if (record.keySchema() != null) {
            node.put("keyAvro", forms.avro(record.keySchema(), "key"));
        }
        if (record.valueSchema() != null) {
            node.put("valueAvro", forms.avro(record.valueSchema(), "value"));
        }
        ObjectNode tables = node.putObject("tables");
        forms.tables(record).forEach((form, statements) -> statements.forEach(tables.putArray(form)::add));
        console.out().println(node);
    }
}
