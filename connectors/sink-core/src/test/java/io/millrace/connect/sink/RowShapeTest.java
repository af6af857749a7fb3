// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;

class RowShapeTest {
    private static final List<ColumnSource> COLUMNS = List.of(column("id"), column("id"), column("name"));

    private static ColumnSource column(String name) {
        return ColumnSource.constant(name, Schema.OPTIONAL_STRING_SCHEMA, name);
    }

    @Test
    void theSecondKeyIsNotStored() {
        RowShape moved = new RowShape(0, Effect.PATCH, COLUMNS, 1, 1, -1, false);

        assertThat(moved.stored()).containsExactly(COLUMNS.get(0), COLUMNS.get(2));
    }

    @Test
    void withoutASecondKeyAllIsStored() {
        RowShape plain = new RowShape(0, Effect.PATCH, COLUMNS, 2, 0, -1, false);

        assertThat(plain.stored()).isEqualTo(COLUMNS);
    }
}
