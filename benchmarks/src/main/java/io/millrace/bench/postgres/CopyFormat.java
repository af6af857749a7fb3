// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import io.millrace.bench.sink.Column;
import io.millrace.bench.sink.Kind;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * Structs in PostgreSQL's binary COPY format (documentation of COPY, "Binary Format"): plain code that is never
 * measured.
 */
final class CopyFormat {
    private static final byte[] HEADER = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final long POSTGRES_EPOCH_MS = 946_684_800_000L;
    private static final int NULL_LENGTH = -1;
    private static final int TRAILER = -1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    /** A whole COPY of structs whose fields are, in order, {@code columns}. */
    static byte[] copy(List<Struct> structs, List<Column> columns) {
        CopyFormat format = new CopyFormat();
        try {
            format.out.write(HEADER);
            for (Struct struct : structs) {
                format.row(struct, columns);
            }
            format.out.writeShort(TRAILER);
            return format.bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void row(Struct struct, List<Column> columns) throws IOException {
        List<Field> fields = struct.schema().fields();
        out.writeShort(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            Object value = struct.get(fields.get(i));
            if (value == null) {
                out.writeInt(NULL_LENGTH);
            } else {
                field(columns.get(i).kind(), value);
            }
        }
    }

    /** The field of a row in binary COPY: its length, then its bytes. */
    private void field(Kind kind, Object value) throws IOException {
        switch (kind) {
            case LONG -> longField((Long) value);
            case INT -> {
                out.writeInt(Integer.BYTES);
                out.writeInt((Integer) value);
            }
            case DOUBLE -> longField(Double.doubleToLongBits((Double) value));
            case BOOLEAN -> {
                out.writeInt(1);
                out.writeBoolean((Boolean) value);
            }
            case TEXT -> {
                byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
            case DECIMAL -> numeric(((BigDecimal) value).unscaledValue().longValueExact());
            case TIMESTAMP -> longField((((Date) value).toInstant().toEpochMilli() - POSTGRES_EPOCH_MS) * 1000);
            case JSON -> {
                byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length + 1);
                out.writeByte(1); // the version of jsonb's binary form
                out.write(text);
            }
        }
    }

    private void longField(long value) throws IOException {
        out.writeInt(Long.BYTES);
        out.writeLong(value);
    }

    /** Not negative and below 10^12: three digits to the base of 10000, the last of them the fraction. */
    private void numeric(long unscaled) throws IOException {
        out.writeInt(14);
        out.writeShort(3);
        out.writeShort(1); // the weight of the first digit
        out.writeShort(0); // positive
        out.writeShort(Kind.SCALE);
        out.writeShort((int) (unscaled / 100_000_000));
        out.writeShort((int) (unscaled / 10_000 % 10_000));
        out.writeShort((int) (unscaled % 10_000));
    }
}
