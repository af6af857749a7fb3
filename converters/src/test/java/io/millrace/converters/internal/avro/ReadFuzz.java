// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.millrace.records.Fault;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.SchemaAndValue;

/**
 * What Jazzer runs again and again: plans of random pairs of schemas, and of no schema, on whatever bytes come. All that may
 * be thrown is a Fault with its byte; and what is read fits the reader's schema.
 */
public final class ReadFuzz {
    private static final int PAIRS = 250;
    private static final Map<Integer, ReadPlan> PLANS = new HashMap<>();

    private ReadFuzz() {}

    private static ReadPlan plan(int pair) {
        if (pair == 0) {
            return ReadPlan.compile(Anything.SCHEMA, Anything.SCHEMA, DataOptions.DEFAULTS);
        }
        RandomAvro random = new RandomAvro(pair);
        Schema writer = random.schema();
        return ReadPlan.compile(writer, random.evolve(writer), DataOptions.DEFAULTS);
    }

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        ReadPlan plan = PLANS.computeIfAbsent(data.consumeInt(0, PAIRS), ReadFuzz::plan);
        try {
            SchemaAndValue read = plan.read(new ByteInput(data.consumeRemainingAsBytes(), 0));
            if (read.schema() != null) {
                ConnectSchema.validateValue(read.schema(), read.value());
            }
        } catch (Fault refused) {
            if (!refused.at("").contains(", byte ")) {
                throw new IllegalStateException("a fault without its byte", refused);
            }
        }
    }
}
