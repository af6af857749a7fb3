// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.converters.internal.avro.ContainerWriters.ArrayOf;
import io.millrace.converters.internal.avro.ContainerWriters.Defaulted;
import io.millrace.converters.internal.avro.ContainerWriters.EntriesOf;
import io.millrace.converters.internal.avro.ContainerWriters.MapOf;
import io.millrace.converters.internal.avro.ContainerWriters.Optional;
import io.millrace.converters.internal.avro.ContainerWriters.RecordOf;
import io.millrace.converters.internal.avro.ContainerWriters.UnionOf;
import java.util.IdentityHashMap;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;

/** Builds the nodes that write a Connect schema's values in its Avro schema; walks both side by side. */
public final class WriteCompiler {
    private final DataOptions options;
    private final IdentityHashMap<org.apache.kafka.connect.data.Schema, RecordOf> records = new IdentityHashMap<>();

    private WriteCompiler(DataOptions options) {
        this.options = options;
    }

    static WriteNode compile(org.apache.kafka.connect.data.Schema connect, Schema avro, DataOptions options) {
        return new WriteCompiler(options).node(connect, avro);
    }

    private WriteNode node(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        if (ConnectToAvro.isUnion(connect)) {
            return union(connect, avro);
        }
        if (avro.getType() == Schema.Type.UNION) {
            int nullIndex = avro.getTypes().get(0).getType() == Schema.Type.NULL ? 0 : 1;
            return new Optional(node(connect, avro.getTypes().get(1 - nullIndex)), nullIndex);
        }
        return switch (connect.type()) {
            case ARRAY -> new ArrayOf(node(connect.valueSchema(), avro.getElementType()));
            case MAP -> map(connect, avro);
            case STRUCT -> record(connect, avro);
            default -> ScalarWriters.of(connect, avro);
        };
    }

    private WriteNode map(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        if (avro.getType() == Schema.Type.MAP) {
            return new MapOf(node(connect.valueSchema(), avro.getValueType()));
        }
        Schema entry = avro.getElementType();
        return new EntriesOf(
                node(connect.keySchema(), entry.getField("key").schema()),
                node(connect.valueSchema(), entry.getField("value").schema()));
    }

    private WriteNode record(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        RecordOf known = records.get(connect);
        if (known != null) {
            return known;
        }
        RecordOf record = new RecordOf(connect);
        records.put(connect, record);
        for (Field field : connect.fields()) {
            record.link(
                    field.index(),
                    field(field, avro.getFields().get(field.index()).schema()));
        }
        return record;
    }

    private WriteNode field(Field field, Schema avro) {
        WriteNode node = node(field.schema(), avro);
        Object defaultValue = field.schema().defaultValue();
        boolean keepsNull = field.schema().isOptional() && options.has(DataOption.IGNORE_DEFAULT_FOR_NULLABLES);
        return defaultValue == null || keepsNull ? node : new Defaulted(node, defaultValue);
    }

    private WriteNode union(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        UnionOf union = new UnionOf(connect);
        int first = connect.isOptional() ? 1 : 0;
        for (Field field : connect.fields()) {
            union.link(field.index(), node(field.schema(), avro.getTypes().get(first + field.index())));
        }
        return union;
    }
}
