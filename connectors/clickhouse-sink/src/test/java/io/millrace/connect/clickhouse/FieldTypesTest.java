// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.ColumnModel;
import io.millrace.connect.sink.FieldFit;
import io.millrace.connect.sink.FieldFit.Widening;
import io.millrace.connect.sink.TableChange;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

class FieldTypesTest {
    private final FieldTypes types = new FieldTypes(
            Map.of(
                    "id",
                    Schema.INT64_SCHEMA,
                    "amount",
                    Samples.decimal(10, 2),
                    "tags",
                    SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build()),
            Set.of("id"),
            TypeOptions.DEFAULT,
            change -> "ALTER " + change.getClass().getSimpleName() + ";");

    private static ColumnModel column(String name, String type) {
        return new ColumnModel(name, type, "", false, false);
    }

    @Test
    void widensNoColumnOfAKey() {
        assertThat(types.fit("id", column("id", "Int32"))).isEqualTo(new FieldFit(true, null));
        assertThat(types.fit("id", column("other", "Int32")))
                .isEqualTo(new FieldFit(true, new Widening("Int64", true)));
    }

    @Test
    void writesNothingIntoColumnsThatCannotHoldIt() {
        assertThat(types.fit("amount", column("amount", "Date"))).isEqualTo(new FieldFit(false, null));
        assertThat(types.fit("tags", column("tags", "Dynamic"))).isEqualTo(new FieldFit(false, null));
    }

    @Test
    void namesFieldsAndTheColumnsBesideThem() {
        assertThat(types.describe("amount")).isEqualTo("org.apache.kafka.connect.data.Decimal v1 field amount");
        assertThat(types.otherColumn("amount")).isEqualTo("amount_decimal");
        assertThat(types.otherColumn("tags")).isEqualTo("tags_string_array");
        assertThat(types.statement(new TableChange.Relax("tags"))).isEqualTo("ALTER Relax;");
        assertThatThrownBy(() -> types.describe("other"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no field of the table: other");
    }
}
