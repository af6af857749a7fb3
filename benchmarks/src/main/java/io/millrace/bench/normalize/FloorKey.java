// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** The order key of MySQL changes, for one thread: 16 hexadecimal digits, four times, joined by {@code /}. */
final class FloorKey {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int SECTION = 17;
    private static final long STREAM = 1L << 60;

    private final byte[] text =
            "0000000000000000/0000000000000000/0000000000000000/0000000000000000".getBytes(StandardCharsets.US_ASCII);
    private final int file;
    private final int pos;
    private final int row;
    private final int snapshot;
    private final int transaction;
    private final int order;
    private String lastFile = "";
    private long lastFileNumber;

    FloorKey(Schema envelope) {
        Schema source = envelope.field("source").schema();
        this.file = source.field("file").index();
        this.pos = source.field("pos").index();
        this.row = source.field("row").index();
        this.snapshot = source.field("snapshot").index();
        Field block = envelope.field("transaction");
        this.transaction = block.index();
        this.order = block.schema().field("total_order").index();
    }

    String text(SourceRecord record, @Nullable Object[] event, @Nullable Object[] source, boolean create) {
        if (source[snapshot] != null && !source[snapshot].equals("false")) {
            throw new IllegalStateException("No snapshot was expected.");
        }
        boolean moved = create && record.headers().lastWithName("__debezium.oldkey") != null;
        section(0, fileNumber((String) source[file]));
        section(SECTION, (Long) source[pos]);
        section(2 * SECTION, STREAM | eventNumber(record, event));
        section(3 * SECTION, ((Integer) source[row] << 1) | (moved ? 1 : 0));
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private long fileNumber(String name) {
        if (!name.equals(lastFile)) {
            lastFile = name;
            lastFileNumber = Long.parseLong(name.substring(name.lastIndexOf('.') + 1));
        }
        return lastFileNumber;
    }

    private long eventNumber(SourceRecord record, @Nullable Object[] event) {
        Object skipped = record.sourceOffset().get("event");
        if (skipped != null) {
            return (Long) skipped;
        }
        return event[transaction] == null ? 0 : (Long) FloorPlan.slots((Struct) event[transaction])[order];
    }

    private void section(int from, long value) {
        EIGHT_BYTES.set(text, from, digits(value >>> 32));
        EIGHT_BYTES.set(text, from + 8, digits(value & 0xffff_ffffL));
    }

    /** Eight digits at once, one a byte. */
    private static long digits(long bits) {
        long bytes = (bits << 16 | bits) & 0x0000_ffff_0000_ffffL;
        bytes = (bytes << 8 | bytes) & 0x00ff_00ff_00ff_00ffL;
        bytes = (bytes << 4 | bytes) & 0x0f0f_0f0f_0f0f_0f0fL;
        return bytes + 0x3030_3030_3030_3030L + 39 * ((bytes + 0x0606_0606_0606_0606L) >>> 4 & 0x0101_0101_0101_0101L);
    }
}
