// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.converters.internal.avro.ByteInput;
import io.millrace.converters.internal.avro.DataOptions;
import io.millrace.converters.internal.avro.Fault;
import io.millrace.converters.internal.avro.ReadPlan;
import io.millrace.converters.internal.registry.Refusals;
import io.millrace.converters.internal.registry.Registry;
import io.millrace.records.Errors;
import io.millrace.records.Side;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Turns Confluent's wire format into Connect data. The id alone says how to read, so topics that were mirrored or
 * renamed are read as well. Asks the registry once per id. Thread-safe.
 */
public final class AvroDecoder {
    private static final int HEADER_BYTES = 5;
    private static final int MAX_PLANS = 4096;
    private static final String CHECK_PRODUCER = "Check the producer's serializer.";

    private final Side side;
    private final Registry registry;
    private final DataOptions options;
    private final Map<Integer, ReadPlan> plans = new ConcurrentHashMap<>();
    private final Refusals<Integer> refusals;
    private volatile @Nullable ReadPlan last;

    public AvroDecoder(Side side, Registry registry, DataOptions options, LongSupplier nanoClock) {
        this.side = side;
        this.registry = registry;
        this.options = options;
        refusals = new Refusals<>(nanoClock);
    }

    /** The data in {@code bytes}; {@link SchemaAndValue#NULL} for null. */
    public SchemaAndValue decode(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return SchemaAndValue.NULL;
        }
        int id = id(topic, bytes);
        ReadPlan plan = plan(id, topic);
        try {
            return plan.read(new ByteInput(bytes, HEADER_BYTES));
        } catch (Fault fault) {
            throw unreadable("read data of schema " + id, fault, topic, CHECK_PRODUCER);
        }
    }

    private int id(String topic, byte[] bytes) {
        if (bytes.length < HEADER_BYTES) {
            Fault fault = new Fault(bytes.length + " bytes (expected at least 5: a zero byte and a schema id)");
            throw unreadable("read Avro", fault, topic, CHECK_PRODUCER);
        }
        if (bytes[0] != AvroEncoder.MAGIC) {
            String guess = bytes[0] == '{' || bytes[0] == '[' || bytes[0] == '"' ? ", as JSON text has it," : "";
            Fault fault = new Fault(String.format(
                    "first byte 0x%02x%s (expected 0x00, Confluent's wire format)", bytes[0] & 0xff, guess));
            throw unreadable("read Avro", fault, topic, CHECK_PRODUCER);
        }
        return (bytes[1] & 0xff) << 24 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 8 | (bytes[4] & 0xff);
    }

    private ReadPlan plan(int id, String topic) {
        ReadPlan recent = last;
        if (recent != null && recent.id() == id) {
            return recent;
        }
        ReadPlan known = plans.get(id);
        if (known == null) {
            known = ask(id, topic);
        }
        last = known;
        return known;
    }

    private ReadPlan ask(int id, String topic) {
        refusals.rethrow(id);
        try {
            ReadPlan plan = compile(id, registry.schema(id, where(topic)), topic);
            if (plans.size() >= MAX_PLANS) {
                plans.clear();
            }
            plans.put(id, plan);
            return plan;
        } catch (DataException e) {
            throw refusals.keep(id, e);
        }
    }

    private ReadPlan compile(int id, String text, String topic) {
        try {
            Schema avro = new Schema.Parser().setValidateDefaults(false).parse(text);
            return ReadPlan.compile(id, avro, options);
        } catch (AvroRuntimeException e) {
            Fault fault = new Fault("text that is no Avro schema (" + e.getMessage() + ")");
            throw unreadable("use schema " + id, fault, topic, "Register a valid one.");
        } catch (Fault fault) {
            throw unreadable("use schema " + id, fault, topic, "Change the producer's schema.");
        }
    }

    private DataException unreadable(String action, Fault fault, String topic, String remedy) {
        return new DataException(
                Errors.sentence(action, fault.found(), fault.at(where(topic)), fault.remedyOr(remedy)));
    }

    private String where(String topic) {
        return topic + " " + side.label();
    }
}
