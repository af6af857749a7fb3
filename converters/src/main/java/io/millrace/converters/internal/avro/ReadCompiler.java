// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.converters.internal.avro.ContainerReaders.ArrayOf;
import io.millrace.converters.internal.avro.ContainerReaders.MapOf;
import io.millrace.converters.internal.avro.ContainerReaders.Optional;
import io.millrace.converters.internal.avro.ContainerReaders.RecordOf;
import io.millrace.converters.internal.avro.ContainerReaders.UnionOf;
import io.millrace.records.Fault;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.jspecify.annotations.Nullable;

/** Builds the nodes that read an Avro schema's values as those of a Connect schema; walks both side by side. */
final class ReadCompiler {
    private final IdentityHashMap<org.apache.kafka.connect.data.Schema, RecordOf> records = new IdentityHashMap<>();

    private final EmptyValues emptyValues = new EmptyValues();

    private ReadCompiler() {}

    static ReadNode compile(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        return new ReadCompiler().node(connect, avro);
    }

    private ReadNode node(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        return switch (avro.getType()) {
            case UNION -> union(connect, avro);
            case RECORD -> record(connect, avro);
            case ARRAY -> array(connect, avro.getElementType());
            case MAP -> new MapOf(ScalarReaders.STRING, node(connect.valueSchema(), avro.getValueType()), false);
            default -> ScalarReaders.of(connect, avro);
        };
    }

    private ReadNode union(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        List<Schema> branches = avro.getTypes();
        Schema only = AvroToConnect.onlyBranch(avro);
        if (only != null && !SumTypes.isUnion(connect)) {
            int nullIndex = branches.size() == 1 ? -1 : 1 - branches.indexOf(only);
            return new Optional(node(connect, only), nullIndex, branches.size());
        }
        @Nullable Field[] fields = SumTypes.fieldsByBranch(connect, avro);
        @Nullable ReadNode[] nodes = new ReadNode[branches.size()];
        for (int i = 0; i < nodes.length; i++) {
            Field field = fields[i];
            if (field != null) {
                nodes[i] = node(field.schema(), branches.get(i));
            }
        }
        return new UnionOf(connect, fields, nodes);
    }

    private ReadNode array(org.apache.kafka.connect.data.Schema connect, Schema element) {
        if (connect.type() == org.apache.kafka.connect.data.Schema.Type.MAP) {
            Schema.Field first = element.getFields().get(0);
            if (!first.name().equals("key")) {
                throw new Fault("map entries with the value first (expected key, value)");
            }
            return new MapOf(
                    node(connect.keySchema(), first.schema()),
                    node(connect.valueSchema(), element.getField("value").schema()),
                    emptyValues.allowed(element));
        }
        return new ArrayOf(node(connect.valueSchema(), element), emptyValues.allowed(element));
    }

    private ReadNode record(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        RecordOf known = records.get(connect);
        if (known != null) {
            return known;
        }
        RecordOf record = new RecordOf(connect);
        records.put(connect, record);
        for (Schema.Field field : avro.getFields()) {
            Field target = connect.fields().get(field.pos());
            record.link(field.pos(), node(target.schema(), field.schema()));
        }
        return record;
    }
}
