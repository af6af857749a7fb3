// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import io.millrace.records.Structs;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The nodes that read containers of a writer's schema as those of a reader's. */
final class ResolvingReaders {
    private ResolvingReaders() {}

    /** What the writer's null is. */
    static final class Nothing extends ReadNode {
        @Override
        @Nullable Object read(ByteInput in) {
            return null;
        }
    }

    /** Data that the reader's schema has no place for: told when there are such data, as Avro does. */
    static final class Refused extends ReadNode {
        private final String found;

        Refused(String found) {
            this.found = found;
        }

        @Override
        Object read(ByteInput in) {
            throw new Fault(
                    found, "Make the writer's and the reader's schema compatible, or read with the writer's alone.");
        }
    }

    /** A union of the writer's; each branch knows what the reader's schema makes of it. */
    static final class WriterUnion extends ReadNode {
        private final ReadNode[] branches;

        WriterUnion(ReadNode... branches) {
            this.branches = branches.clone();
        }

        @Override
        @Nullable Object read(ByteInput in) {
            return branches[in.readIndex(branches.length)].read(in);
        }
    }

    /** One branch of a reader's union of several types: a struct with its field set. */
    static final class InBranch extends ReadNode {
        private final Schema schema;
        private final Field field;
        private final ReadNode node;

        InBranch(Schema schema, Field field, ReadNode node) {
            this.schema = schema;
            this.field = field;
            this.node = node;
        }

        @Override
        Object read(ByteInput in) {
            Struct struct = new Struct(schema);
            try {
                Structs.set(struct, field, node.read(in));
            } catch (Fault fault) {
                throw fault.under(field.name());
            }
            return struct;
        }
    }

    /** An enum of the writer's; null stands for a symbol that the reader's has not, nor a default. */
    static final class Symbols extends ReadNode {
        private final @Nullable String[] symbols;
        private final Refused refused;

        Symbols(@Nullable String[] symbols, Refused refused) {
            this.symbols = symbols.clone();
            this.refused = refused;
        }

        @Override
        Object read(ByteInput in) {
            String symbol = symbols[in.readIndex(symbols.length)];
            return symbol != null ? symbol : refused.read(in);
        }
    }

    /** The fields of a writer's record, each read into its slot or skipped; and those that only the reader's has. */
    static final class Fields {
        private final String[] names;
        private final @Nullable ReadNode[] nodes;
        private final @Nullable Skipper[] skippers;
        private final int[] slots;
        private final ReadNode[] defaults;
        private final int[] defaultSlots;

        /** To be linked, one field after the other. */
        Fields(String[] names, int defaults) {
            this.names = names.clone();
            nodes = new ReadNode[names.length];
            skippers = new Skipper[names.length];
            slots = new int[names.length];
            this.defaults = new ReadNode[defaults];
            defaultSlots = new int[defaults];
        }

        void read(int field, ReadNode node, int slot) {
            nodes[field] = node;
            slots[field] = slot;
        }

        void skip(int field, Skipper skipper) {
            skippers[field] = skipper;
        }

        void preset(int index, ReadNode node, int slot) {
            defaults[index] = node;
            defaultSlots[index] = slot;
        }

        void read(ByteInput in, @Nullable Object[] values) {
            in.enter();
            int i = 0;
            try {
                for (; i < nodes.length; i++) {
                    ReadNode node = nodes[i];
                    if (node != null) {
                        values[slots[i]] = node.read(in);
                    } else {
                        pass(skippers[i], in);
                    }
                }
            } catch (Fault fault) {
                throw fault.under(names[i]);
            }
            in.leave();
            for (int n = 0; n < defaults.length; n++) {
                values[defaultSlots[n]] = defaults[n].read(in);
            }
        }

        private static void pass(@Nullable Skipper skipper, ByteInput in) {
            if (skipper != null) {
                skipper.skip(in);
            }
        }
    }

    /** A record as a struct of the reader's. */
    static final class RecordOf extends ReadNode {
        private final Schema schema;
        private final Fields fields;

        RecordOf(Schema schema, Fields fields) {
            this.schema = schema;
            this.fields = fields;
        }

        @Override
        Object read(ByteInput in) {
            Struct struct = new Struct(schema);
            @Nullable Object[] values = Structs.open(struct);
            fields.read(in, values);
            Structs.close(struct, values);
            return struct;
        }
    }

    /** An array of entries as a map. */
    static final class Entries extends ReadNode {
        private final Fields fields;
        private final int keySlot;
        private final boolean emptyElements;

        /** The two slots are 0 and 1. */
        Entries(Fields fields, int keySlot, boolean emptyElements) {
            this.fields = fields;
            this.keySlot = keySlot;
            this.emptyElements = emptyElements;
        }

        @Override
        Object read(ByteInput in) {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            @Nullable Object[] entry = new Object[2];
            try {
                for (int n = in.readBlock(emptyElements); n > 0; n = in.readBlock(emptyElements)) {
                    for (int i = 0; i < n; i++) {
                        fields.read(in, entry);
                        map.put(entry[keySlot], entry[1 - keySlot]);
                    }
                }
            } catch (Fault fault) {
                throw fault.inElement();
            }
            return map;
        }
    }

    /** A default that nobody can change. */
    static final class Preset extends ReadNode {
        private final @Nullable Object value;

        Preset(@Nullable Object value) {
            this.value = value;
        }

        @Override
        @Nullable Object read(ByteInput in) {
            return value;
        }
    }

    /** A default that its receiver may change: every record gets its own. */
    static final class Fresh extends ReadNode {
        private final byte[] bytes;
        private final ReadNode node;

        Fresh(byte[] bytes, ReadNode node) {
            this.bytes = bytes.clone();
            this.node = node;
        }

        @Override
        @Nullable Object read(ByteInput in) {
            return node.read(new ByteInput(bytes, 0));
        }
    }

    /** Bytes by themselves, which have no length in front, for a node that expects one. */
    static final class Unframed extends ReadNode {
        private final ReadNode node;

        Unframed(ReadNode node) {
            this.node = node;
        }

        @Override
        @Nullable Object read(ByteInput in) {
            ByteOutput framed = new ByteOutput();
            framed.writeBytes(in.readFixed(in.remaining()));
            return node.read(new ByteInput(framed.toByteArray(), 0));
        }
    }
}
