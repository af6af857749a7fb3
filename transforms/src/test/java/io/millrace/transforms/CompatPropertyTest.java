// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random tables, events and settings: {@code profile=debezium-compat} gives what ExtractNewRecordState gives, where
 * {@link CompatDifferencesTest} does not say otherwise, and never changes its input.
 */
class CompatPropertyTest {
    private static final int TABLES = 400;
    private static final int RECORDS = 12;

    @Test
    void givesWhatExtractNewRecordStateGives() {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        for (int table = 0; table < TABLES; table++) {
            RandomTable events = new RandomTable(random);
            Map<String, String> settings = RandomTable.settings(random, events);
            Oracle<SourceRecord> oracle = new Oracle<>(settings, Map.of());
            for (int i = 0; i < RECORDS; i++) {
                SourceRecord record = events.record();
                String before = Oracle.text(record);
                String theirs = outcome(() -> Oracle.withoutTombstoneSchema(oracle.theirs(record)));

                assertThat(outcome(() -> oracle.ours(record)))
                        .as("seed %d, %s: %s", seed, new HashMap<>(settings), before)
                        .isEqualTo(theirs);
                assertThat(Oracle.text(record)).as("seed %d", seed).isEqualTo(before);
            }
        }
    }

    /** An error is an error, whatever its text; what comes out fits its schema. */
    private static String outcome(Attempt attempt) {
        try {
            SourceRecord result = attempt.result();
            if (result != null && result.value() instanceof Struct row) {
                row.validate();
            }
            return Oracle.text(result);
        } catch (DataException e) {
            return "fails";
        }
    }

    private interface Attempt {
        @Nullable SourceRecord result();
    }
}
