// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cli.trial.Trace.Failure;
import io.millrace.cli.trial.Trace.Outcome;
import io.millrace.cli.trial.Trace.Step;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/** What became of records, as JSON with names that stay. */
final class RecordJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RecordJson() {}

    /** All of it, steps and bytes included. */
    static ObjectNode whole(Trace trace) {
        ObjectNode node = NODES.objectNode();
        node.put("record", trace.given().number());
        node.put("at", trace.given().at());
        node.put("outcome", trace.outcome().word());
        if (trace.arrived() != null) {
            node.set("in", record(trace.arrived()));
        }
        ArrayNode steps = node.putArray("steps");
        trace.steps().forEach(step -> steps.add(step(step)));
        addEnd(node, trace);
        if (trace.sent() != null) {
            addBytes((ObjectNode) node.get("out"), trace.sent());
        }
        return node;
    }

    /** What a test compares: what comes out and no bytes, since those of a registry's schemas are not the same everywhere. */
    static ObjectNode result(Trace trace) {
        ObjectNode node = NODES.objectNode();
        node.put("record", trace.given().number());
        node.put("outcome", trace.outcome().word());
        if (trace.outcome() == Outcome.DROPPED) {
            node.put("by", last(trace.steps()).description().name());
        }
        addEnd(node, trace);
        return node;
    }

    private static void addEnd(ObjectNode node, Trace trace) {
        ConnectRecord<?> last = trace.last();
        if (trace.outcome() == Outcome.PASSED && last != null) {
            node.set("out", record(last));
        }
        Failure failure = trace.failure();
        if (failure != null) {
            ObjectNode failed = node.putObject("failure");
            failed.put("where", failure.where());
            failed.put("type", failure.thrown().getClass().getName());
            failed.put("message", failure.thrown().getMessage());
            failed.put("consequence", failure.consequence());
        }
    }

    private static Step last(List<Step> steps) {
        return steps.get(steps.size() - 1);
    }

    private static ObjectNode record(ConnectRecord<?> record) {
        ObjectNode node = NODES.objectNode();
        node.put("topic", record.topic());
        node.put("partition", record.kafkaPartition());
        node.put("timestamp", record.timestamp());
        node.set("key", DataText.node(record.keySchema(), record.key()));
        node.set("keySchema", SchemaText.tree(record.keySchema()));
        node.set("value", DataText.node(record.valueSchema(), record.value()));
        node.set("valueSchema", SchemaText.tree(record.valueSchema()));
        ArrayNode headers = node.putArray("headers");
        for (Header header : record.headers()) {
            ObjectNode each = headers.addObject();
            each.put("key", header.key());
            each.set("value", DataText.node(header.schema(), header.value()));
            each.set("schema", SchemaText.tree(header.schema()));
        }
        return node;
    }

    /** Headers anew: converters may have added some of their own. */
    private static void addBytes(ObjectNode out, ProducerRecord<byte[], byte[]> sent) {
        out.set("keyBase64", base64(sent.key()));
        out.set("valueBase64", base64(sent.value()));
        ArrayNode headers = out.putArray("headersBase64");
        sent.headers().forEach(header -> {
            ObjectNode each = headers.addObject();
            each.put("key", header.key());
            each.set("valueBase64", base64(header.value()));
        });
    }

    private static JsonNode base64(byte @Nullable [] bytes) {
        return bytes == null ? NODES.nullNode() : BinaryNode.valueOf(bytes);
    }

    private static ObjectNode step(Step step) {
        ObjectNode node = NODES.objectNode();
        node.put("step", step.description().name());
        node.put("type", step.description().type());
        node.put("predicate", step.description().predicate());
        node.put("effect", step.effect().word());
        ArrayNode changes = node.putArray("changes");
        for (Change change : step.changes()) {
            ObjectNode each = changes.addObject();
            each.put("change", change.kind().word());
            each.put("where", change.where());
            each.put("from", change.from());
            each.put("to", change.to());
        }
        return node;
    }
}
