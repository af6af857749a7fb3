// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import io.millrace.records.Structs;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The nodes that write in a schema that somebody else registered, where its shape is not that of the Connect schema. */
final class TargetWriters {
    private TargetWriters() {}

    /** What another node does, but for null. */
    abstract static class Wrapper extends WriteNode {
        final WriteNode node;

        Wrapper(WriteNode node) {
            this.node = node;
        }

        @Override
        void write(Object value, ByteOutput out) {
            node.write(value, out);
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

    /** A value that is optional in Connect and not in Avro: only nulls are refused. */
    static final class Present extends Wrapper {
        Present(WriteNode node) {
            super(node);
        }

        @Override
        void writeNull(ByteOutput out) {
            throw new Fault(
                    "null (expected " + expected() + ", since the registered schema has no null here)",
                    "Make the field nullable in the registered schema, or mend the source.");
        }
    }

    /** One branch of a union. */
    static final class Branch extends Wrapper {
        private final int index;
        private final int nullIndex;

        /** {@code nullIndex} is negative where the union has no null, or the Connect schema does not allow one. */
        Branch(WriteNode node, int index, int nullIndex) {
            super(node);
            this.index = index;
            this.nullIndex = nullIndex;
        }

        @Override
        void write(Object value, ByteOutput out) {
            out.writeInt(index);
            node.write(value, out);
        }

        @Override
        void writeNull(ByteOutput out) {
            if (nullIndex < 0) {
                node.writeNull(out);
            } else {
                out.writeInt(nullIndex);
            }
        }
    }

    /** A field that Connect does not have: the bytes of its default. */
    static final class Constant extends WriteNode {
        private final byte[] bytes;

        Constant(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        void write(Object value, ByteOutput out) {
            out.writeFixed(bytes);
        }

        @Override
        void writeNull(ByteOutput out) {
            out.writeFixed(bytes);
        }

        @Override
        String expected() {
            return "nothing";
        }
    }

    /** A struct in a record with other fields, or with the same in another order. Linked after it is made. */
    static final class RecordByName extends WriteNode {
        private final Schema schema;
        private final @Nullable Field[] fields;
        private final WriteNode[] nodes;
        private @Nullable Schema accepted; // a race costs a comparison; only its identity is used
        private @Nullable Schema trusted; // likewise

        RecordByName(Schema schema, int avroFields) {
            this.schema = schema;
            fields = new Field[avroFields];
            nodes = new WriteNode[avroFields];
        }

        /** {@code field} is null where the value is always the same. */
        void link(int avroField, @Nullable Field field, WriteNode node) {
            fields[avroField] = field;
            nodes[avroField] = node;
        }

        @Override
        void write(Object value, ByteOutput out) {
            Struct struct = (Struct) value;
            Schema found = struct.schema();
            if (found != schema && found != accepted && found != trusted) {
                ContainerWriters.requireSameFields(found, schema);
                accepted = found;
            }
            out.enter();
            for (int i = 0; i < nodes.length; i++) {
                Field field = fields[i];
                if (field == null) {
                    nodes[i].writeNull(out);
                } else {
                    writeField(nodes[i], field, Structs.get(struct, field), out);
                }
            }
            out.leave();
        }

        @Override
        void trust(Schema equal) {
            trusted = equal;
        }

        private static void writeField(WriteNode node, Field field, @Nullable Object part, ByteOutput out) {
            try {
                if (part == null) {
                    node.writeNull(out);
                } else {
                    node.write(part, out);
                }
            } catch (Fault fault) {
                throw fault.under(field.name());
            } catch (ClassCastException e) {
                throw Fault.wrongType(part == null ? "null" : part, node.expected())
                        .under(field.name());
            }
        }

        @Override
        String expected() {
            return "struct, a Struct";
        }
    }
}
