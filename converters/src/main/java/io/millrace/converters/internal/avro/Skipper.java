// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Passes over values that the reader's schema has no field for, without making any object. Believes as little as reading
 * does. Immutable once linked, thread-safe.
 */
abstract class Skipper {
    /** Moves {@code in} behind the next value. */
    abstract void skip(ByteInput in);

    /** Values of always the same number of bytes. */
    static final class Bytes extends Skipper {
        private final int length;

        Bytes(int length) {
            this.length = length;
        }

        @Override
        void skip(ByteInput in) {
            in.skip(length);
        }
    }

    static final class Int32 extends Skipper {
        @Override
        void skip(ByteInput in) {
            in.readInt();
        }
    }

    static final class Int64 extends Skipper {
        @Override
        void skip(ByteInput in) {
            in.readLong();
        }
    }

    static final class Symbol extends Skipper {
        private final int symbols;

        Symbol(int symbols) {
            this.symbols = symbols;
        }

        @Override
        void skip(ByteInput in) {
            in.readIndex(symbols);
        }
    }

    /** Text or bytes, whose length comes first. */
    static final class Sized extends Skipper {
        @Override
        void skip(ByteInput in) {
            in.skip(in.readLength());
        }
    }

    /** An array; or a map, whose entries have a key more. */
    static final class Blocks extends Skipper {
        private final Skipper[] parts;
        private final boolean emptyElements;

        Blocks(boolean emptyElements, Skipper... parts) {
            this.parts = parts.clone();
            this.emptyElements = emptyElements;
        }

        @Override
        void skip(ByteInput in) {
            try {
                for (int n = in.skipBlock(emptyElements); n != 0; n = in.skipBlock(emptyElements)) {
                    for (int i = 0; i < n; i++) {
                        for (Skipper part : parts) {
                            part.skip(in);
                        }
                    }
                }
            } catch (Fault fault) {
                throw fault.inElement();
            }
        }
    }

    static final class Union extends Skipper {
        private final Skipper[] branches;

        Union(Skipper... branches) {
            this.branches = branches.clone();
        }

        @Override
        void skip(ByteInput in) {
            branches[in.readIndex(branches.length)].skip(in);
        }
    }

    /** Linked after it is made, because a schema may hold itself. */
    static final class RecordOf extends Skipper {
        private final String[] names;
        private final List<Skipper> fields = new ArrayList<>();

        RecordOf(Schema record) {
            names = record.getFields().stream().map(Schema.Field::name).toArray(String[]::new);
        }

        void link(Skipper field) {
            fields.add(field);
        }

        @Override
        void skip(ByteInput in) {
            in.enter();
            int i = 0;
            try {
                for (; i < names.length; i++) {
                    fields.get(i).skip(in);
                }
            } catch (Fault fault) {
                throw fault.under(names[i]);
            }
            in.leave();
        }
    }
}
