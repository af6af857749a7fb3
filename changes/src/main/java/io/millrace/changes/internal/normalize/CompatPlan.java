// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.changes.internal.normalize.NormalizeConfig.Policy;
import io.millrace.records.Errors;
import io.millrace.records.Side;
import io.millrace.records.Structs;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The change events of one table as Debezium's ExtractNewRecordState writes them.
 *
 * <p>Like that class it knows an envelope by its schema's name, and a delete by its images: {@code before} without
 * {@code after}. An event with neither is a delete or a truncate as its {@code op} says.
 */
final class CompatPlan implements EnvelopePlan {
    private final @Nullable Field op;
    private final @Nullable Field before;
    private final Field after;
    private final CompatImage rows;
    private final CompatImage deletedRows;
    private final CompatReader[] headers;
    private final CompatOptions.Deletes deletes;
    private final @Nullable CompatDrop drop;

    private CompatPlan(Schema envelope, Field after, CompatOptions options) {
        CompatReader[] added = CompatReader.of(options.fields(), envelope);
        this.op = envelope.field("op");
        this.before = image(envelope, "before");
        this.after = after;
        this.rows = new CompatImage(after.schema(), added, options);
        this.deletedRows = before == null || before.schema().equals(after.schema())
                ? rows
                : new CompatImage(before.schema(), added, options);
        this.headers = CompatReader.of(options.headers(), envelope);
        this.deletes = options.deletes();
        this.drop = options.drop() == null ? null : new CompatDrop(options.drop());
    }

    /** A plan for any schema: records that are no change events pass unchanged. */
    static EnvelopePlan compile(Schema schema, CompatOptions options) {
        if (schema.type() != Schema.Type.STRUCT
                || schema.name() == null
                || !schema.name().endsWith(".Envelope")) {
            return new Control(Policy.PASS);
        }
        Field after = image(schema, "after");
        if (after == null) {
            return new Unreadable(
                    "unwrap the record",
                    Errors.describe(schema) + " (expected a struct 'after')",
                    "Apply the transform to tables with rows of columns only.");
        }
        List<String> clashes = CompatImage.clashes(after.schema(), CompatReader.of(options.fields(), schema), options);
        return clashes.isEmpty()
                ? new CompatPlan(schema, after, options)
                : new Unreadable(
                        "add " + clashes,
                        "more than one field of that name beside " + Errors.describe(after.schema()),
                        "Change '" + CompatKeys.ADD_FIELDS_PREFIX + "' or '" + CompatKeys.DELETE_MODE + "'.");
    }

    private static @Nullable Field image(Schema envelope, String name) {
        Field field = envelope.field(name);
        return field == null || field.schema().type() != Schema.Type.STRUCT ? null : field;
    }

    @Override
    public <R extends ConnectRecord<R>> @Nullable R apply(R record, Object value) {
        Struct envelope = Errors.requireStruct(record, Side.VALUE, value);
        if (Structs.get(envelope, after) instanceof Struct image) {
            Struct row = rows.row(image, envelope, "false");
            return written(record, rows.topic(record, row), envelope, row);
        }
        return deletes == CompatOptions.Deletes.DROP && isDelete(envelope) ? null : removed(record, envelope);
    }

    private <R extends ConnectRecord<R>> @Nullable R removed(R record, Struct envelope) {
        if (before != null && Structs.get(envelope, before) instanceof Struct image) {
            String topic = deletedRows.topic(record, image);
            Struct row = deletes.rewrites() ? deletedRows.row(image, envelope, "true") : null;
            return written(record, topic, envelope, row);
        }
        Object code = op == null ? null : Structs.get(envelope, op);
        if ("t".equals(code)) {
            return null;
        }
        if (!"d".equals(code)) {
            throw Errors.at(
                    record,
                    Side.VALUE,
                    "unwrap the change",
                    "before and after are null (expected the row of op " + code + ")",
                    "Have the database log whole rows.");
        }
        Struct row = deletes.rewrites() ? deletedRows.keyRow(record, envelope) : null;
        return written(record, record.topic(), envelope, row);
    }

    private boolean isDelete(Struct envelope) {
        return (before != null && Structs.get(envelope, before) != null)
                || (op != null && "d".equals(Structs.get(envelope, op)));
    }

    private <R extends ConnectRecord<R>> R written(R record, String topic, Struct envelope, @Nullable Struct row) {
        Object key = record.key();
        Struct rest = row;
        if (drop != null) {
            List<?> names = drop.listed(record);
            key = drop.key(record, names);
            rest = row == null ? null : drop.without(row, names);
        }
        return record.newRecord(
                topic,
                record.kafkaPartition(),
                key != record.key() && key instanceof Struct struct ? struct.schema() : record.keySchema(),
                key,
                rest == null ? null : rest.schema(),
                rest,
                record.timestamp(),
                headers.length == 0 ? record.headers() : headers(record, envelope));
    }

    private Headers headers(ConnectRecord<?> record, Struct envelope) {
        Headers all = record.headers().duplicate();
        for (CompatReader header : headers) {
            all.add(header.name(), header.read(envelope), header.schema());
        }
        return all;
    }
}
