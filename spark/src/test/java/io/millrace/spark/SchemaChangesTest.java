// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class SchemaChangesTest {
    private static List<String> between(String have, String want) {
        return SchemaChanges.between("lake.orders", StructType.fromDDL(have), StructType.fromDDL(want), "orders");
    }

    @Test
    void leavesATableAloneThatHoldsEverything() {
        assertThat(between(
                        "id BIGINT, a INT, b BIGINT, c DOUBLE, d DECIMAL(14,4), more STRING",
                        "id BIGINT, a SMALLINT, b INT, c FLOAT, d DECIMAL(12,2)"))
                .isEmpty();
    }

    @Test
    void addsColumnsWithTheirComments() {
        assertThat(between("id BIGINT", "id BIGINT, n SMALLINT, note STRING COMMENT 'who\\'s'"))
                .containsExactly(
                        "ALTER TABLE lake.orders ADD COLUMN `n` INT",
                        "ALTER TABLE lake.orders ADD COLUMN `note` STRING COMMENT 'who\\'s'");
    }

    @Test
    void givesAColumnTheCommentThatItLacks() {
        assertThat(between(
                        "id BIGINT, kind STRING COMMENT 'old'", "id BIGINT COMMENT 'key', kind STRING COMMENT 'new'"))
                .containsExactly("ALTER TABLE lake.orders ALTER COLUMN `id` COMMENT 'key'");
    }

    @Test
    void addsFieldsOfStructsWhereverTheyAre() {
        assertThat(between(
                        "at STRUCT<x: INT>, list ARRAY<STRUCT<x: INT>>, map MAP<STRING, STRUCT<x: INT>>",
                        "at STRUCT<x: INT, y: INT>, list ARRAY<STRUCT<x: INT, y: INT>>,"
                                + " map MAP<STRING, STRUCT<x: INT, y: INT>>"))
                .containsExactly(
                        "ALTER TABLE lake.orders ADD COLUMN `at`.`y` INT",
                        "ALTER TABLE lake.orders ADD COLUMN `list`.`element`.`y` INT",
                        "ALTER TABLE lake.orders ADD COLUMN `map`.`value`.`y` INT");
    }

    @Test
    void widensWhatIcebergCanWiden() {
        assertThat(between("a INT, b FLOAT, c DECIMAL(10,2)", "a BIGINT, b DOUBLE, c DECIMAL(14,2)"))
                .containsExactly(
                        "ALTER TABLE lake.orders ALTER COLUMN `a` TYPE BIGINT",
                        "ALTER TABLE lake.orders ALTER COLUMN `b` TYPE DOUBLE",
                        "ALTER TABLE lake.orders ALTER COLUMN `c` TYPE DECIMAL(14,2)");
    }

    @Test
    void refusesATypeThatTheColumnCannotHold() {
        assertThatThrownBy(() -> between("at STRUCT<total: DECIMAL(10,2)>", "at STRUCT<total: STRING>"))
                .isInstanceOf(ConnectException.class)
                .hasMessage(
                        "Cannot write column at.total of lake.orders: string (expected decimal(10,2), or a type that it"
                                + " can be widened to) at orders value. Rename the table's column, for the job to add a new one,"
                                + " or choose another table, and start the job again: nothing of the batch is in the table.");
        assertThatThrownBy(() -> between("total DECIMAL(10,2)", "total DECIMAL(12,4)"))
                .isInstanceOf(ConnectException.class);
    }
}
