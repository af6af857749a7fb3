// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;

/** What is written for a value. */
final class Encoded {
    private Encoded() {}

    static byte[] bytes(ColumnEncoder encoder, Object value) {
        ByteSink out = new ByteSink(1);
        out.put('#'); // a row is never alone
        encoder.encode(value, out);
        return Arrays.copyOfRange(out.array(), 1, out.size());
    }

    static ColumnEncoder encoder(Schema schema, String column) {
        return Objects.requireNonNull(Encoders.of(schema, ClickHouseType.parse(column)), column);
    }

    static String hex(Schema schema, String column, Object value) {
        return HexFormat.of().formatHex(bytes(encoder(schema, column), value));
    }

    /** What little-endian bytes stand for, with a sign. */
    static BigInteger signed(byte[] littleEndian) {
        return new BigInteger(reversed(littleEndian));
    }

    /** The same without a sign. */
    static BigInteger unsigned(byte[] littleEndian) {
        return new BigInteger(1, reversed(littleEndian));
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
