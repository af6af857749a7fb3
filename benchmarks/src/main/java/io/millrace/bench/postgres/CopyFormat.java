// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * Structs in PostgreSQL's binary COPY format (documentation of COPY, "Binary Format"): plain code that is never
 * measured.
 */
final class CopyFormat {
    private static final byte[] HEADER = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
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
                columns.get(i).kind().copy(value, out);
            }
        }
    }
}
