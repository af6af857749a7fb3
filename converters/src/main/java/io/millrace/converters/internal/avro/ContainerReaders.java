// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import io.millrace.records.Structs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The nodes that read values made of other values. */
final class ContainerReaders {
    private ContainerReaders() {}

    /** A union of null and one other type, or of one type alone ({@code nullIndex} -1). */
    static final class Optional extends ReadNode {
        private final ReadNode node;
        private final int nullIndex;
        private final int branches;

        Optional(ReadNode node, int nullIndex, int branches) {
            this.node = node;
            this.nullIndex = nullIndex;
            this.branches = branches;
        }

        @Override
        @Nullable Object read(ByteInput in) {
            return in.readIndex(branches) == nullIndex ? null : node.read(in);
        }
    }

    static final class ArrayOf extends ReadNode {
        private final ReadNode node;
        private final boolean emptyElements;

        ArrayOf(ReadNode node, boolean emptyElements) {
            this.node = node;
            this.emptyElements = emptyElements;
        }

        @Override
        Object read(ByteInput in) {
            List<@Nullable Object> list = new ArrayList<>();
            try {
                for (int n = in.readBlock(emptyElements); n > 0; n = in.readBlock(emptyElements)) {
                    for (int i = 0; i < n; i++) {
                        list.add(node.read(in));
                    }
                }
            } catch (Fault fault) {
                throw fault.inElement();
            }
            return list;
        }
    }

    /** A map, or an array of entries, which has the same bytes. */
    static final class MapOf extends ReadNode {
        private final ReadNode keys;
        private final ReadNode values;
        private final boolean emptyElements;

        MapOf(ReadNode keys, ReadNode values, boolean emptyElements) {
            this.keys = keys;
            this.values = values;
            this.emptyElements = emptyElements;
        }

        @Override
        Object read(ByteInput in) {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            try {
                for (int n = in.readBlock(emptyElements); n > 0; n = in.readBlock(emptyElements)) {
                    for (int i = 0; i < n; i++) {
                        Object key = keys.read(in);
                        map.put(key, values.read(in));
                    }
                }
            } catch (Fault fault) {
                throw fault.inElement();
            }
            return map;
        }
    }

    /** A record, field by field. Linked after it is made, because a schema may hold itself. */
    static final class RecordOf extends ReadNode {
        private final Schema schema;
        private final Field[] fields;
        private final ReadNode[] nodes;

        RecordOf(Schema schema) {
            this.schema = schema;
            fields = schema.fields().toArray(Field[]::new);
            nodes = new ReadNode[fields.length];
        }

        void link(int field, ReadNode node) {
            nodes[field] = node;
        }

        @Override
        Object read(ByteInput in) {
            Struct struct = new Struct(schema);
            @Nullable Object[] slots = Structs.open(struct);
            in.enter();
            int i = 0;
            try {
                for (; i < nodes.length; i++) {
                    slots[i] = nodes[i].read(in);
                }
            } catch (Fault fault) {
                throw fault.under(fields[i].name());
            }
            in.leave();
            Structs.close(struct, slots);
            return struct;
        }
    }

    /** A union of several types: a struct with the field of the branch set. */
    static final class UnionOf extends ReadNode {
        private final Schema schema;
        private final @Nullable Field[] fields;
        private final @Nullable ReadNode[] nodes;

        /** {@code fields} and {@code nodes} by branch, null for the branch that is null. */
        UnionOf(Schema schema, @Nullable Field[] fields, @Nullable ReadNode[] nodes) {
            this.schema = schema;
            this.fields = fields;
            this.nodes = nodes;
        }

        @Override
        @Nullable Object read(ByteInput in) {
            int branch = in.readIndex(nodes.length);
            Field field = fields[branch];
            ReadNode node = nodes[branch];
            if (field == null || node == null) {
                return null;
            }
            Struct struct = new Struct(schema);
            try {
                Structs.set(struct, field, node.read(in));
            } catch (Fault fault) {
                throw fault.under(field.name());
            }
            return struct;
        }
    }
}
