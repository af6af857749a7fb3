// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;

/** The length that stands before a text, of which only a guess is known before the text is written. */
final class Lengths {
    private Lengths() {}

    /** What the encoder writes, preceded by its length, which is expected to have as many bytes as {@code expected} has. */
    static void prefixed(ColumnEncoder content, Object value, int expected, ByteSink out) {
        int at = out.size();
        out.putVarUInt(expected);
        int from = out.size();
        content.encode(value, out);
        int length = out.size() - from;
        int prefix = ByteSink.varUIntBytes(length);
        if (at + prefix != from) {
            out.reserve(prefix);
            System.arraycopy(out.array(), from, out.array(), at + prefix, length);
        }
        out.truncate(at);
        out.putVarUInt(length);
        out.advance(length);
    }
}
