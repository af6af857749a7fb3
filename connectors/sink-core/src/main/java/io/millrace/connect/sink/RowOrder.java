// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How encoded values of the order column compare. */
public enum RowOrder {
    /** Big-endian two's complement: integers, dates, timestamps. */
    SIGNED {
        @Override
        int compare(byte[] one, int oneFrom, int oneTo, byte[] other, int otherFrom, int otherTo) {
            if (oneFrom == oneTo || otherFrom == otherTo) {
                return 0;
            }
            int bySign = Byte.compare(one[oneFrom], other[otherFrom]);
            return bySign != 0 ? bySign : Arrays.compareUnsigned(one, oneFrom, oneTo, other, otherFrom, otherTo);
        }
    },
    /** Byte by byte: text as UTF-8, byte strings. */
    BYTES {
        @Override
        int compare(byte[] one, int oneFrom, int oneTo, byte[] other, int otherFrom, int otherTo) {
            if (oneFrom == oneTo || otherFrom == otherTo) {
                return 0;
            }
            return Arrays.compareUnsigned(one, oneFrom, oneTo, other, otherFrom, otherTo);
        }
    };

    /** Less than, equal to or greater than 0; a row without a value is neither before nor after another. */
    abstract int compare(byte[] one, int oneFrom, int oneTo, byte[] other, int otherFrom, int otherTo);

    static boolean isOlder(
            @Nullable RowOrder order, byte[] one, int oneFrom, int oneTo, byte[] other, int otherFrom, int otherTo) {
        return order != null && order.compare(one, oneFrom, oneTo, other, otherFrom, otherTo) < 0;
    }
}
