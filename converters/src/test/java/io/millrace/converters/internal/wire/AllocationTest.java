// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** What writing a record leaves behind besides its bytes. Counted by the JVM per thread, so load does not change it. */
class AllocationTest {
    private static final Schema ROW = SchemaBuilder.struct()
            .name("shop.Row")
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .field("price", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .build();
    private static final int RECORDS = 10_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Codec codec = new Codec();

    @Test
    void isTheArrayOfTheBytesAndLittleElse() {
        Struct row = new Struct(ROW).put("id", 1L).put("name", "chair").put("price", 1.5);
        RecordHeaders headers = new RecordHeaders();
        String[] topics = {"orders", "returns"};
        int length = write(row, headers, topics);

        long before = threads.getCurrentThreadAllocatedBytes();
        write(row, headers, topics);
        long perRecord = (threads.getCurrentThreadAllocatedBytes() - before) / RECORDS;

        long array = (16 + length + 7) / 8 * 8;
        assertThat(perRecord).as("bytes, of which the array has %d", array).isBetween(array, array + 64);
    }

    private int write(Struct row, RecordHeaders headers, String[] topics) {
        int length = 0;
        for (int i = 0; i < RECORDS; i++) {
            length = codec.encoder.encode(topics[i & 1], headers, ROW, row).length;
        }
        return length;
    }
}
