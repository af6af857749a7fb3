// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How values of one Connect schema are written: the Avro schema and the nodes. Remembers
 * too what is wrong with a schema, so that a bad one is examined once. Thread-safe.
 */
public final class WritePlan {
    private final @Nullable Schema avro;
    private final @Nullable String avroText;
    private final @Nullable WriteNode node;
    private final @Nullable Fault fault;
    private final boolean raw;

    private WritePlan(Schema avro, WriteNode node) {
        this.avro = avro;
        avroText = avro.toString();
        this.node = node;
        fault = null;
        raw = avro.getType() == Schema.Type.BYTES;
    }

    private WritePlan(Fault fault) {
        avro = null;
        avroText = null;
        node = null;
        this.fault = fault;
        raw = false;
    }

    public static WritePlan compile(org.apache.kafka.connect.data.Schema connect, DataOptions options) {
        try {
            Nesting.check(connect);
            Schema avro = ConnectToAvro.translate(connect, options);
            return new WritePlan(avro, WriteCompiler.compile(connect, avro, options));
        } catch (Fault e) {
            return new WritePlan(e);
        } catch (AvroRuntimeException e) {
            return new WritePlan(new Fault("a schema that Avro does not allow (" + e.getMessage() + ")"));
        } catch (StackOverflowError e) {
            return new WritePlan(Nesting.tooDeep());
        }
    }

    /**
     * How values of {@code connect} are written in {@code avro}, a schema registered by whomever: fields by name, whatever
     * their order. A field that {@code avro} lacks is a fault of the plan, with its path; so is a field of {@code avro}
     * that has neither a value nor a default, and a type that cannot hold every value exactly.
     */
    public static WritePlan compile(org.apache.kafka.connect.data.Schema connect, Schema avro, DataOptions options) {
        try {
            Nesting.check(connect);
            Nesting.check(avro);
            return new WritePlan(avro, WriteCompiler.compile(connect, avro, options));
        } catch (Fault e) {
            return new WritePlan(e);
        } catch (StackOverflowError e) {
            return new WritePlan(Nesting.tooDeep());
        }
    }

    public static WritePlan schemaless() {
        return new WritePlan(Anything.SCHEMA, new Anything.Writer());
    }

    /** The text of the Avro schema; throws the {@link Fault} of a schema that has none. */
    public String avroText() {
        if (avroText == null) {
            throw fault();
        }
        return avroText;
    }

    /** The Avro schema; throws the {@link Fault} of a schema that has none. */
    public Schema avro() {
        if (avro == null) {
            throw fault();
        }
        return avro;
    }

    private RuntimeException fault() {
        return fault != null ? fault : new IllegalStateException("a plan without a schema");
    }

    /**
     * Says that {@code equal} is equal to the schema that this was compiled for: structs of it, and of the schemas within it,
     * are written without being compared.
     */
    public void trust(org.apache.kafka.connect.data.Schema equal) {
        if (node != null) {
            node.trust(equal);
        }
    }

    /** Appends {@code value} as data of this schema. Bytes by themselves have no length in front: they are all there is. */
    public void write(Object value, ByteOutput out) {
        WriteNode writer = node;
        if (writer == null) {
            throw fault();
        }
        int start = out.position();
        try {
            writer.write(value, out);
        } catch (ClassCastException e) {
            throw Fault.wrongType(value, writer.expected());
        } catch (StackOverflowError e) { // every level of recursion is many levels deep
            throw Nesting.tooDeep();
        }
        if (raw) {
            out.cutLength(start);
        }
    }
}
