// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0007, 7",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, -1",
        "18446744073709551616, -1",
        "99999999999999999999, -1",
        "'', -1",
        "-1, -1",
        "12a, -1"
    })
    void readsDecimalNumbersOfUpTo63Bits(String text, long number) {
        assertThat(Digits.decimal(text, 0, text.length())).isEqualTo(number);
    }

    @Test
    void readsAnyPartOfAHexadecimalNumber() {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            BigInteger number = new BigInteger(random.nextInt(129), random);
            String digits = String.format("%032x", number);
            String text = digits.substring(0, 8) + ":" + digits.substring(8, 16) + "." + digits.substring(16) + " ";
            int skip = random.nextInt(32);

            assertThat(Digits.hexLength(text)).isEqualTo(32);
            assertThat(Digits.hex(text, skip))
                    .as("seed %d: %s, %d", seed, text, skip)
                    .isEqualTo(number.shiftRight(4 * skip).longValue());
        }
    }

    @Test
    void readsFromTheLeftAndFillsUpWithZeros() {
        assertThat(Digits.hexFrom("00ff", 2)).isEqualTo(0xff00_0000_0000_0000L);
        assertThat(Digits.hexFrom("00ff", 4)).isZero();
    }

    @Test
    void countsNothingButHexadecimalDigits() {
        assertThat(Digits.hexLength("0x12.ab:CD ")).isEqualTo(7);
        assertThat(Digits.hexLength("12-3")).isEqualTo(-1);
        assertThat(Digits.hexLength("")).isZero();
    }
}
