// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Decimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bytes as Avro's own encoder. */
class ByteOutputTest {
    private final ByteOutput out = new ByteOutput();

    @ParameterizedTest
    @ValueSource(strings = {"~", "\u007f", "\u0080", "ü", "\u00ff", "\u0141", "€", "\ud83d\ude00", "?"})
    void writesTextsOfAnyLengthWithAnyCharacterAnywhere(String odd) throws IOException {
        for (int length = 0; length < 260; length += length < 110 ? 1 : 37) {
            String plain = "abcdefghij".repeat(26).substring(0, length);
            for (String text : List.of(plain, odd + plain, plain + odd, plain + odd + plain)) {
                out.reset();
                out.writeString(text);

                assertThat(out.toByteArray()).as(text).isEqualTo(avro(encoder -> encoder.writeString(text)));
            }
        }
    }

    @Test
    void writesDecimalsOfAnySize() throws IOException {
        List<BigInteger> values = new ArrayList<>(List.of(BigInteger.ZERO));
        for (int bits = 0; bits < 140; bits++) {
            BigInteger power = BigInteger.ONE.shiftLeft(bits);
            values.addAll(List.of(power, power.negate(), power.subtract(BigInteger.ONE), power.not()));
        }
        for (int scale : new int[] {-3, 0, 2, 30}) {
            WriteNode node = ScalarWriters.of(Decimal.schema(scale), Schema.create(Schema.Type.BYTES));
            for (BigInteger unscaled : values) {
                out.reset();
                node.write(new BigDecimal(unscaled, scale), out);

                assertThat(out.toByteArray()).isEqualTo(avro(encoder -> encoder.writeBytes(unscaled.toByteArray())));
            }
        }
    }

    @Test
    void writesNumbersOfAnySize() throws IOException {
        for (int bits = 0; bits < 64; bits++) {
            for (long n : new long[] {1L << bits, -(1L << bits), (1L << bits) - 1, ~(1L << bits)}) {
                out.reset();
                out.writeLong(n);
                out.writeInt((int) n);

                byte[] expected = avro(encoder -> {
                    encoder.writeLong(n);
                    encoder.writeInt((int) n);
                });
                assertThat(out.toByteArray()).isEqualTo(expected);
                ByteInput in = new ByteInput(expected, 0);
                assertThat(in.readLong()).isEqualTo(n);
                assertThat(in.readInt()).isEqualTo((int) n);
                assertThat(in.remaining()).isZero();
            }
        }
    }

    private interface Calls {
        void on(BinaryEncoder encoder) throws IOException;
    }

    private static byte[] avro(Calls calls) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        calls.on(encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
