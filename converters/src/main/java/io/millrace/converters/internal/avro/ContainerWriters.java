// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Errors;
import io.millrace.records.Fault;
import io.millrace.records.Structs;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The nodes that write values made of other values, and those that stand in for null. */
final class ContainerWriters {
    private ContainerWriters() {}

    private static void writeElement(WriteNode node, @Nullable Object element, ByteOutput out) {
        if (element == null) {
            node.writeNull(out);
        } else {
            node.write(element, out);
        }
    }

    /** Writes one element; what is wrong with it is told with its place. */
    private static void writeElementOf(WriteNode node, @Nullable Object element, ByteOutput out) {
        try {
            writeElement(node, element, out);
        } catch (Fault fault) {
            throw fault.inElement();
        } catch (ClassCastException e) {
            throw Fault.wrongType(element == null ? "null" : element, node.expected())
                    .inElement();
        }
    }

    /** Fields are taken by position, so another schema object must have the same ones. */
    static void requireSameFields(Schema found, Schema expected) {
        if (!found.fields().equals(expected.fields())) {
            throw new Fault(
                    Errors.describe(found) + " (expected " + Errors.describe(expected) + ")",
                    "Give the struct the schema of the field that holds it.");
        }
    }

    /** A union of null and one other type. */
    static final class Optional extends WriteNode {
        private final WriteNode node;
        private final int nullBranch;
        private final int valueBranch;

        Optional(WriteNode node, int nullIndex) {
            this.node = node;
            nullBranch = 2 * nullIndex; // an int of one byte
            valueBranch = 2 - nullBranch;
        }

        @Override
        void write(Object value, ByteOutput out) {
            out.writeByte(valueBranch);
            node.write(value, out);
        }

        @Override
        void writeNull(ByteOutput out) {
            out.writeByte(nullBranch);
        }

        @Override
        void trust(Schema equal) {
            node.trust(equal);
        }

        @Override
        String expected() {
            return node.expected();
        }
    }

    /** A field whose default is written in the place of null. */
    static final class Defaulted extends WriteNode {
        private final WriteNode node;
        private final Object defaultValue;

        Defaulted(WriteNode node, Object defaultValue) {
            this.node = node;
            this.defaultValue = defaultValue;
        }

        @Override
        void write(Object value, ByteOutput out) {
            node.write(value, out);
        }

        @Override
        void writeNull(ByteOutput out) {
            node.write(defaultValue, out);
        }

        @Override
        void trust(Schema equal) {
            node.trust(equal);
        }

        @Override
        String expected() {
            return node.expected();
        }
    }

    static final class ArrayOf extends WriteNode {
        private final WriteNode node;

        ArrayOf(WriteNode node) {
            this.node = node;
        }

        @Override
        void write(Object value, ByteOutput out) {
            Collection<?> elements = (Collection<?>) value;
            int size = elements.size();
            if (size > 0) {
                out.writeLong(size);
                if (elements instanceof List<?> list) {
                    for (int i = 0; i < size; i++) {
                        writeElementOf(node, list.get(i), out);
                    }
                } else {
                    for (Object element : elements) {
                        writeElementOf(node, element, out);
                    }
                }
            }
            out.writeLong(0);
        }

        @Override
        void trust(Schema equal) {
            node.trust(equal.valueSchema());
        }

        @Override
        String expected() {
            return "array, a List";
        }
    }

    /** A map with string keys. */
    static final class MapOf extends WriteNode {
        private final WriteNode node;

        MapOf(WriteNode node) {
            this.node = node;
        }

        @Override
        void write(Object value, ByteOutput out) {
            Map<?, ?> entries = (Map<?, ?>) value;
            if (!entries.isEmpty()) {
                out.writeLong(entries.size());
                for (Map.Entry<?, ?> entry : entries.entrySet()) {
                    writeElementOf(ScalarWriters.STRING, entry.getKey(), out);
                    writeElementOf(node, entry.getValue(), out);
                }
            }
            out.writeLong(0);
        }

        @Override
        void trust(Schema equal) {
            node.trust(equal.valueSchema());
        }

        @Override
        String expected() {
            return "map, a Map";
        }
    }

    /** A map with other keys: an array of entries. */
    static final class EntriesOf extends WriteNode {
        private final WriteNode keys;
        private final WriteNode values;

        EntriesOf(WriteNode keys, WriteNode values) {
            this.keys = keys;
            this.values = values;
        }

        @Override
        void write(Object value, ByteOutput out) {
            Map<?, ?> entries = (Map<?, ?>) value;
            if (!entries.isEmpty()) {
                out.writeLong(entries.size());
                for (Map.Entry<?, ?> entry : entries.entrySet()) {
                    writeElementOf(keys, entry.getKey(), out);
                    writeElementOf(values, entry.getValue(), out);
                }
            }
            out.writeLong(0);
        }

        @Override
        String expected() {
            return "map, a Map";
        }
    }

    /** A struct, field by field. Linked after it is made, because a schema may hold itself. */
    static final class RecordOf extends WriteNode {
        private final Schema schema;
        private final Field[] fields;
        private final WriteNode[] nodes;
        private final int[] containers;
        private @Nullable Schema accepted; // a race costs a comparison; only its identity is used
        private @Nullable Schema trusted; // likewise

        RecordOf(Schema schema) {
            this.schema = schema;
            fields = schema.fields().toArray(Field[]::new);
            nodes = new WriteNode[fields.length];
            containers = IntStream.range(0, fields.length)
                    .filter(field -> !fields[field].schema().type().isPrimitive())
                    .toArray();
        }

        void link(int field, WriteNode node) {
            nodes[field] = node;
        }

        @Override
        void write(Object value, ByteOutput out) {
            Struct struct = (Struct) value;
            Schema found = struct.schema();
            if (found != schema && found != accepted && found != trusted) {
                accept(found);
            }
            out.enter();
            @Nullable Object[] parts = Structs.values(struct);
            int i = 0;
            try {
                for (; i < nodes.length; i++) {
                    writeElement(nodes[i], parts[i], out);
                }
            } catch (Fault fault) {
                throw fault.under(fields[i].name());
            } catch (ClassCastException e) {
                Object part = parts[i];
                throw Fault.wrongType(part == null ? "null" : part, nodes[i].expected())
                        .under(fields[i].name());
            }
            out.leave();
        }

        @Override
        void trust(Schema equal) {
            if (equal == trusted
                    || equal == schema
                    || equal.getClass() != ConnectSchema.class) { // others may hold themselves
                return;
            }
            trusted = equal;
            List<Field> equals = equal.fields();
            for (int field : containers) {
                nodes[field].trust(equals.get(field).schema());
            }
        }

        private void accept(Schema found) {
            requireSameFields(found, schema);
            accepted = found;
        }

        @Override
        String expected() {
            return "struct, a Struct";
        }
    }

    /** A struct that stands for a union: the one field that is set says which branch. */
    static final class UnionOf extends WriteNode {
        private final Schema schema;
        private final Field[] fields;
        private final WriteNode[] nodes;
        private final int[] branches;
        private final int nullBranch;

        /** {@code nullBranch} is negative where null is refused. */
        UnionOf(Schema schema, int nullBranch) {
            this.schema = schema;
            this.nullBranch = nullBranch;
            fields = schema.fields().toArray(Field[]::new);
            nodes = new WriteNode[fields.length];
            branches = new int[fields.length];
        }

        void link(int field, int branch, WriteNode node) {
            branches[field] = branch;
            nodes[field] = node;
        }

        @Override
        void write(Object value, ByteOutput out) {
            Struct struct = (Struct) value;
            requireSameFields(struct.schema(), schema);
            for (int i = 0; i < fields.length; i++) {
                Object part = Structs.get(struct, fields[i]);
                if (part != null) {
                    writeBranch(i, part, out);
                    return;
                }
            }
            writeNull(out);
        }

        private void writeBranch(int field, Object part, ByteOutput out) {
            out.writeInt(branches[field]);
            try {
                nodes[field].write(part, out);
            } catch (Fault fault) {
                throw fault.under(fields[field].name());
            } catch (ClassCastException e) {
                throw Fault.wrongType(part, nodes[field].expected()).under(fields[field].name());
            }
        }

        @Override
        void writeNull(ByteOutput out) {
            if (nullBranch < 0) {
                super.writeNull(out);
            }
            out.writeInt(nullBranch);
        }

        @Override
        String expected() {
            return "union, a Struct with one field set";
        }
    }
}
