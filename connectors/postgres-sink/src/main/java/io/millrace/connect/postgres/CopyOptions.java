// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.BatchOptions;
import io.millrace.connect.sink.Choices;
import io.millrace.connect.sink.DeliveryOptions;
import io.millrace.records.OptionGroup;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** How rows get into PostgreSQL, and where offsets are kept there. */
final class CopyOptions {
    static final String COPY_DIRECT = "copy.direct";
    static final String OFFSETS_SCHEMA = "offsets.schema";
    private static final int ROWS = 10_000;

    /** Whether rows of an upsert may be copied straight into the table. */
    enum CopyDirect {
        /** While keys turn out to be new. */
        AUTO,
        NEVER
    }

    private final AbstractConfig config;

    CopyOptions(AbstractConfig config) {
        this.config = config;
    }

    static void define(ConfigDef def) {
        OptionGroup batches = new OptionGroup(def, "Batches");
        BatchOptions.defineBounds(batches, ROWS);
        BatchOptions.defineConnections(
                batches.importance(Importance.LOW),
                "Connections of one task. Its topics are spread over them, and written in parallel: each topic's"
                        + " offsets stay in the transaction of its rows. buffer.max.bytes is shared.");
        batches.text(
                COPY_DIRECT,
                Choices.text(CopyDirect.AUTO),
                Choices.oneOf(CopyDirect.AUTO),
                "Direct copy",
                "auto: in write.mode upsert, rows are first copied straight into the table behind a savepoint, as"
                        + " long as their keys turn out to be new (a snapshot, an event stream); after a conflict"
                        + " through a staging table, and the other way is tried again ever more rarely. never:"
                        + " always through a staging table.");
        OptionGroup delivery = new OptionGroup(def, "Delivery");
        DeliveryOptions.defineRetries(delivery);
        delivery.importance(Importance.LOW)
                .text(
                        OFFSETS_SCHEMA,
                        "millrace",
                        Choices.nonEmpty(),
                        "Schema of offsets",
                        "Schema of the table sink_offsets, where the sink keeps its offsets. Made if it is missing.");
        DeliveryOptions.defineTopics(delivery);
    }

    CopyDirect direct() {
        return Choices.constant(CopyDirect.class, config.getString(COPY_DIRECT));
    }

    String offsetsSchema() {
        return config.getString(OFFSETS_SCHEMA);
    }
}
