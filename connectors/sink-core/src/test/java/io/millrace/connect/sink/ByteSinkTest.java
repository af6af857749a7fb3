// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSinkTest {
    private final ByteSink out = new ByteSink(1);

    private byte[] written() {
        return Arrays.copyOf(out.array(), out.size());
    }

    @Test
    void writesNumbersInBothByteOrders() {
        ByteBuffer expected = ByteBuffer.allocate(28);
        expected.putShort((short) 0xFEDC).putInt(0x89ABCDEF).putLong(0x8123456789ABCDEFL);
        expected.order(ByteOrder.LITTLE_ENDIAN);
        expected.putShort((short) 0xFEDC).putInt(0x89ABCDEF).putLong(0x8123456789ABCDEFL);

        out.putShort(0xFEDC);
        out.putInt(0x89ABCDEF);
        out.putLong(0x8123456789ABCDEFL);
        out.putShortLe(0xFEDC);
        out.putIntLe(0x89ABCDEF);
        out.putLongLe(0x8123456789ABCDEFL);

        assertThat(written()).isEqualTo(expected.array());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "127, 7f",
        "128, 8001",
        "300, ac02",
        "16383, ff7f",
        "16384, 808001",
        "2097151, ffff7f",
        "2097152, 80808001",
        "268435455, ffffff7f",
        "268435456, 8080808001",
        "2147483647, ffffffff07",
        "-1, ffffffff0f"
    })
    void writesLengthsInSevenBitsAByte(int number, String hex) {
        out.putVarUInt(number);

        assertThat(HexFormat.of().formatHex(written())).isEqualTo(hex);
        assertThat(ByteSink.varUIntBytes(number)).isEqualTo(hex.length() / 2);
    }
}
