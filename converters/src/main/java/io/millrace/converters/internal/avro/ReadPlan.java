// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.jspecify.annotations.Nullable;

/** How data of one registered Avro schema is read. Thread-safe. */
public final class ReadPlan {
    private final org.apache.kafka.connect.data.@Nullable Schema connect;
    private final ReadNode node;
    private final ScalarReaders.@Nullable OfBytes raw;

    private ReadPlan(
            org.apache.kafka.connect.data.@Nullable Schema connect,
            ReadNode node,
            ScalarReaders.@Nullable OfBytes raw) {
        this.connect = connect;
        this.node = node;
        this.raw = raw;
    }

    /**
     * How data that {@code writer} describes are read as those of {@code reader}, by Avro's rules (Avro 1.12
     * specification, "Schema resolution"). Throws a {@link Fault} for a reader's schema that Connect has no form for;
     * what the two schemas do not share shows in the data, so it is told when the data are read.
     */
    public static ReadPlan compile(Schema writer, Schema reader, DataOptions options) {
        try {
            Nesting.check(writer);
            Nesting.check(reader);
            return writer.equals(reader) ? plain(reader, options) : resolving(writer, reader, options);
        } catch (AvroRuntimeException e) {
            throw new Fault("a default that is none of its schema (" + e.getMessage() + ")");
        } catch (StackOverflowError e) {
            throw Nesting.tooDeep();
        }
    }

    private static ReadPlan resolving(Schema writer, Schema reader, DataOptions options) {
        org.apache.kafka.connect.data.Schema connect = AvroToConnect.translate(reader, options);
        return new ReadPlan(connect, ResolvingCompiler.compile(connect, writer, reader), null);
    }

    private static ReadPlan plain(Schema avro, DataOptions options) {
        if (avro.equals(Anything.SCHEMA)) {
            return new ReadPlan(null, new Anything.Reader(), null);
        }
        org.apache.kafka.connect.data.Schema connect = AvroToConnect.translate(avro, options);
        ReadNode node = ReadCompiler.compile(connect, avro);
        boolean raw = avro.getType() == Schema.Type.BYTES;
        return new ReadPlan(connect, node, raw ? ScalarReaders.bytes(connect) : null);
    }

    /** The value that {@code in} holds, all of it; a {@link Fault} says at which byte reading stopped. */
    public SchemaAndValue read(ByteInput in) {
        SchemaAndValue value = readStart(in);
        if (in.remaining() > 0) {
            throw new Fault(in.remaining() + " bytes left over (expected 0)").atByte(in.position());
        }
        return value;
    }

    /** As {@link #read}, but {@code in} may hold more. */
    public SchemaAndValue readStart(ByteInput in) {
        try {
            Object value = raw != null ? raw.read(in, in.remaining()) : node.read(in);
            return new SchemaAndValue(connect, value);
        } catch (Fault fault) {
            throw fault.atByte(in.position());
        } catch (StackOverflowError e) { // every level of recursion is many levels deep
            throw Nesting.tooDeep().atByte(in.position());
        }
    }
}
