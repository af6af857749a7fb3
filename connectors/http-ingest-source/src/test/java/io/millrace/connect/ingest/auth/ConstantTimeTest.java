// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConstantTimeTest {
    private static final byte[] ONE = {1, 2, 3};
    private static final byte[] OTHER = {1, 2, 4};
    private static final byte[] SHORT = {1, 2};

    @Test
    void findsWhatIsEqualWhole() {
        assertThat(ConstantTime.indexOf(List.of(OTHER, ONE, SHORT), ONE.clone()))
                .isEqualTo(1);
        assertThat(ConstantTime.indexOf(List.of(OTHER, SHORT), ONE)).isEqualTo(-1);
        assertThat(ConstantTime.indexOf(List.of(), ONE)).isEqualTo(-1);
    }

    @Test
    void looksAtTheOthersAfterItHasFoundOne() {
        List<Integer> looked = new ArrayList<>();
        List<byte[]> all = new AbstractList<>() {
            @Override
            public byte[] get(int index) {
                looked.add(index);
                return ONE;
            }

            @Override
            public int size() {
                return 3;
            }
        };

        assertThat(ConstantTime.indexOf(all, ONE)).isEqualTo(2);
        assertThat(looked).containsExactly(0, 1, 2);
    }
}
