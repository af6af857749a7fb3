// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.converters.internal.avro.ContainerWriters.ArrayOf;
import io.millrace.converters.internal.avro.ContainerWriters.Defaulted;
import io.millrace.converters.internal.avro.ContainerWriters.EntriesOf;
import io.millrace.converters.internal.avro.ContainerWriters.MapOf;
import io.millrace.converters.internal.avro.ContainerWriters.Optional;
import io.millrace.converters.internal.avro.ContainerWriters.RecordOf;
import io.millrace.converters.internal.avro.ContainerWriters.UnionOf;
import io.millrace.converters.internal.avro.TargetWriters.Branch;
import io.millrace.converters.internal.avro.TargetWriters.Constant;
import io.millrace.converters.internal.avro.TargetWriters.Present;
import io.millrace.converters.internal.avro.TargetWriters.RecordByName;
import io.millrace.records.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.jspecify.annotations.Nullable;

/**
 * Builds the nodes that write a Connect schema's values in an Avro schema, its own or a registered one; walks both side by
 * side, fields by name. What the Avro schema has no place for is a {@link Fault} with its path.
 */
public final class WriteCompiler {
    private final DataOptions options;
    private Map<SamePair, WriteNode> records = new HashMap<>();

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
            return inUnion(connect, avro);
        }
        WriteNode node = value(connect, avro);
        return connect.isOptional() ? new Present(node) : node;
    }

    private WriteNode value(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        return switch (connect.type()) {
            case ARRAY -> array(connect, avro);
            case MAP -> map(connect, avro);
            case STRUCT -> record(connect, avro);
            default -> ScalarTargets.of(connect, avro);
        };
    }

    private WriteNode inUnion(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        int nullIndex = indexOfNull(avro);
        Chosen chosen = choose(connect, avro);
        if (connect.isOptional() && nullIndex >= 0 && avro.getTypes().size() == 2) {
            return new Optional(chosen.node, nullIndex);
        }
        return connect.isOptional() && nullIndex < 0
                ? new Present(new Branch(chosen.node, chosen.index, nullIndex))
                : new Branch(chosen.node, chosen.index, connect.isOptional() ? nullIndex : -1);
    }

    private static int indexOfNull(Schema union) {
        List<Schema> branches = union.getTypes();
        for (int i = 0; i < branches.size(); i++) {
            if (branches.get(i).getType() == Schema.Type.NULL) {
                return i;
            }
        }
        return -1;
    }

    /** A branch of a union, and how it is written. */
    private record Chosen(int index, WriteNode node) {}

    /** The only branch there is; else the one of the same name or type; else the first that takes every value. */
    private Chosen choose(org.apache.kafka.connect.data.Schema connect, Schema union) {
        int exact = Branches.find(connect, union, options);
        if (exact >= 0) {
            return new Chosen(exact, value(connect, union.getTypes().get(exact)));
        }
        List<Schema> branches = union.getTypes();
        for (int i = 0; i < branches.size(); i++) {
            Map<SamePair, WriteNode> before = new HashMap<>(records);
            try {
                return new Chosen(i, value(connect, branches.get(i)));
            } catch (Fault fault) {
                records = before; // what was begun for this branch may not be whole
            }
        }
        throw ScalarTargets.mismatch(connect, union);
    }

    private WriteNode array(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        if (avro.getType() != Schema.Type.ARRAY) {
            throw ScalarTargets.mismatch(connect, avro);
        }
        return new ArrayOf(element(connect.valueSchema(), avro.getElementType()));
    }

    private WriteNode element(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        try {
            return node(connect, avro);
        } catch (Fault fault) {
            throw fault.inElement();
        }
    }

    private WriteNode map(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        boolean textKeys = connect.keySchema().type() == org.apache.kafka.connect.data.Schema.Type.STRING;
        if (avro.getType() == Schema.Type.MAP && textKeys) {
            return new MapOf(element(connect.valueSchema(), avro.getValueType()));
        }
        if (avro.getType() != Schema.Type.ARRAY || !isEntry(avro.getElementType())) {
            throw ScalarTargets.mismatch(connect, avro);
        }
        List<Schema.Field> entry = avro.getElementType().getFields();
        return new EntriesOf(
                element(connect.keySchema(), entry.get(0).schema()),
                element(connect.valueSchema(), entry.get(1).schema()));
    }

    private static boolean isEntry(Schema avro) {
        return avro.getType() == Schema.Type.RECORD
                && avro.getFields().stream().map(Schema.Field::name).toList().equals(List.of("key", "value"));
    }

    private WriteNode record(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        if (avro.getType() != Schema.Type.RECORD) {
            throw ScalarTargets.mismatch(connect, avro);
        }
        WriteNode known = records.get(new SamePair(connect, avro));
        if (known != null) {
            return known;
        }
        @Nullable Field[] sources = sources(connect, avro);
        return isInOrder(connect, sources) ? sameRecord(connect, avro) : otherRecord(connect, avro, sources);
    }

    /** By position in {@code avro}, null where Connect has no such field. */
    private @Nullable Field[] sources(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        @Nullable Field[] sources = new Field[avro.getFields().size()];
        for (Field field : connect.fields()) {
            sources[FieldNames.target(field, avro, options).pos()] = field;
        }
        return sources;
    }

    private static boolean isInOrder(org.apache.kafka.connect.data.Schema connect, @Nullable Field[] sources) {
        for (int i = 0; i < sources.length; i++) {
            Field field = sources[i];
            if (field == null || field.index() != i) {
                return false;
            }
        }
        return sources.length == connect.fields().size();
    }

    private WriteNode sameRecord(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        RecordOf record = new RecordOf(connect);
        records.put(new SamePair(connect, avro), record);
        for (Field field : connect.fields()) {
            record.link(field.index(), field(field, avro.getFields().get(field.index())));
        }
        return record;
    }

    private WriteNode otherRecord(
            org.apache.kafka.connect.data.Schema connect, Schema avro, @Nullable Field[] sources) {
        RecordByName record = new RecordByName(connect, sources.length);
        records.put(new SamePair(connect, avro), record);
        for (Schema.Field target : avro.getFields()) {
            Field source = sources[target.pos()];
            WriteNode node =
                    source == null ? new Constant(AvroDefaults.bytesWithoutValue(target, avro)) : field(source, target);
            record.link(target.pos(), source, node);
        }
        return record;
    }

    private WriteNode field(Field field, Schema.Field target) {
        WriteNode node;
        try {
            node = node(field.schema(), target.schema());
        } catch (Fault fault) {
            throw fault.under(field.name());
        }
        Object defaultValue = field.schema().defaultValue();
        boolean keepsNull = field.schema().isOptional() && options.has(DataOption.IGNORE_DEFAULT_FOR_NULLABLES);
        return defaultValue == null || keepsNull ? node : new Defaulted(node, defaultValue);
    }

    private WriteNode union(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        if (avro.getType() != Schema.Type.UNION) {
            throw ScalarTargets.mismatch(connect, avro);
        }
        UnionOf union = new UnionOf(connect, connect.isOptional() ? indexOfNull(avro) : -1);
        for (Field field : connect.fields()) {
            try {
                Chosen chosen = choose(field.schema(), avro);
                union.link(field.index(), chosen.index, chosen.node);
            } catch (Fault fault) {
                throw fault.under(field.name());
            }
        }
        return union;
    }
}
