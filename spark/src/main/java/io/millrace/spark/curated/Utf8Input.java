// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import io.millrace.converters.internal.avro.ByteInput;
import io.millrace.records.Fault;
import io.millrace.records.Structs;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Bytes whose texts become Spark's strings, which are UTF-8 too, without being Java's in between. Only where structs are filled
 * directly: their public API takes Java's strings alone.
 */
final class Utf8Input extends ByteInput {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long SIGNS = 0x8080_8080_8080_8080L;

    static final ByteInput.Source SOURCE = Structs.direct() ? Utf8Input::new : ByteInput::new;

    private Utf8Input(byte[] bytes, int position) {
        super(bytes, position);
    }

    @Override
    protected Object text(byte[] utf8, int from, int length) {
        UTF8String text = UTF8String.fromBytes(utf8, from, length);
        if (!isAscii(utf8, from, length) && !text.isValid()) { // which is slow, and most texts are ASCII
            throw new Fault("bytes that are no UTF-8 (expected a text)");
        }
        return text;
    }

    private static boolean isAscii(byte[] bytes, int from, int length) {
        int end = from + length;
        int at = from;
        long signs = 0;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            signs |= (long) LONGS.get(bytes, at);
        }
        for (; at < end; at++) {
            signs |= bytes[at]; // a negative byte is a negative long
        }
        return (signs & SIGNS) == 0;
    }
}
