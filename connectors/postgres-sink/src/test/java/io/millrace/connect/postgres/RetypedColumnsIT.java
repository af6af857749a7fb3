// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.DrivenTask;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables whose columns somebody else, another task, or the task itself gives other types while it writes to them. */
class RetypedColumnsIT {
    private Sandbox sandbox;

    @BeforeEach
    void open() throws SQLException {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() throws SQLException {
        sandbox.close();
    }

    private static SinkRecord of(long offset, Schema v, Object value) {
        Schema row = SchemaBuilder.struct().field("v", v).build();
        return Sandbox.record("t", offset, Sandbox.key(offset), new Struct(row).put("v", value));
    }

    private void write(Map<String, String> config, SinkRecord record) {
        DrivenTask task = sandbox.task("t", config);
        task.put(List.of(record));
        task.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "integer, bigint", // four bytes where eight are expected
        "bigint, numeric", // which would read eight bytes of a bigint as a number of its own, mostly zero
    })
    void encodesRowsAnewForAColumnThatSomebodyGaveAnotherType(String before, String after) throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint, v " + before + ")");
        DrivenTask task = sandbox.task("t", sandbox.config("write.mode", "insert", "key.mode", "none"));
        Schema schema = before.equals("bigint") ? Schema.INT64_SCHEMA : Schema.INT32_SCHEMA;
        task.put(List.of(of(0, schema, number(7, before))));
        sandbox.execute("ALTER TABLE $.t ALTER COLUMN v TYPE " + after);

        task.put(List.of(of(1, schema, number(8, before)), of(2, schema, number(9, before))));
        task.put(List.of(of(3, schema, number(10, before))));
        task.stop();

        assertThat(sandbox.reported).isEmpty();
        assertThat(sandbox.query("SELECT v FROM $.t ORDER BY v")).containsExactly("7", "8", "9", "10");
    }

    private static Object number(int number, String type) {
        return type.equals("bigint") ? (Object) (long) number : (Object) number;
    }

    @Test
    void goesOnWhereAnotherTaskWidensTheColumn() throws SQLException {
        Map<String, String> config = sandbox.config("evolve.rewrite", "true");
        DrivenTask task = sandbox.task("t", config);
        task.put(List.of(of(0, Schema.INT32_SCHEMA, 7)));
        Map<String, String> other = sandbox.config("evolve.rewrite", "true", "name", "other");
        DrivenTask widening = sandbox.task("t", other);
        widening.put(List.of(of(5, Schema.INT64_SCHEMA, 1L << 40)));

        task.put(List.of(of(1, Schema.INT32_SCHEMA, 8), of(2, Schema.INT64_SCHEMA, 9L)));

        assertThat(sandbox.query("SELECT v FROM $.t ORDER BY id")).containsExactly("7", "8", "9", "1099511627776");
    }

    @Test
    void makesAColumnAgainThatSomebodyDropped() throws SQLException {
        DrivenTask task = sandbox.task("t", sandbox.config());
        task.put(List.of(of(0, Schema.INT32_SCHEMA, 7)));
        sandbox.execute("ALTER TABLE $.t DROP COLUMN v");

        task.put(List.of(of(1, Schema.INT32_SCHEMA, 8)));

        assertThat(sandbox.query("SELECT id, v FROM $.t ORDER BY id")).containsExactly("0|~", "1|8");
    }

    @Test
    void stopsWhereTheTableCannotBeMadeToFit() throws SQLException {
        DrivenTask task = sandbox.task("t", sandbox.config());
        task.put(List.of(of(0, Schema.INT32_SCHEMA, 7)));
        sandbox.execute("ALTER TABLE $.t DROP COLUMN v, ADD COLUMN v date");

        assertThatThrownBy(() -> task.put(List.of(of(1, Schema.INT32_SCHEMA, 8))))
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith(
                        "Cannot write int32 field v to column " + sandbox.schema + ".t.v: found type date");
    }

    @ParameterizedTest
    @CsvSource({"insert, kafka", "upsert, record_key"})
    void writesRowsThatWaitedWhileTheTaskItselfWidenedTheirColumn(String writeMode, String keyMode)
            throws SQLException {
        DrivenTask task = sandbox.task(
                "t", sandbox.config("write.mode", writeMode, "key.mode", keyMode, "evolve.rewrite", "true"));

        task.put(List.of(of(0, Schema.INT32_SCHEMA, 7), of(1, Schema.INT64_SCHEMA, 8L), of(2, Schema.INT32_SCHEMA, 9)));
        task.put(List.of(of(3, Schema.INT32_SCHEMA, 10), of(4, Schema.INT64_SCHEMA, 11L)));

        assertThat(sandbox.reported).isEmpty();
        assertThat(sandbox.query("SELECT v FROM $.t ORDER BY v")).containsExactly("7", "8", "9", "10", "11");
    }

    @Test
    void goesOnWhereAnotherTaskRaisesALimit() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint, v varchar(5), n numeric(5,2), at timestamp(3), i interval year to"
                + " month)");
        Schema row = SchemaBuilder.struct()
                .field("v", Schema.STRING_SCHEMA)
                .field("n", Decimal.schema(2))
                .field(
                        "at",
                        SchemaBuilder.int64().name("io.debezium.time.Timestamp").build())
                .build();
        Struct value = new Struct(row)
                .put("v", "short")
                .put("n", new BigDecimal("1.50"))
                .put("at", 0L);
        DrivenTask task =
                sandbox.task("t", sandbox.config("write.mode", "insert", "key.mode", "none", "evolve.widen", "false"));
        task.put(List.of(Sandbox.record("t", 0, Sandbox.key(0), value)));

        sandbox.execute(
                "ALTER TABLE $.t ALTER COLUMN v TYPE varchar(9), ALTER COLUMN n TYPE numeric, ALTER COLUMN at TYPE"
                        + " timestamp");
        task.put(List.of(Sandbox.record("t", 1, Sandbox.key(1), value)));
        sandbox.execute("ALTER TABLE $.t ALTER COLUMN v TYPE text, ALTER COLUMN n TYPE numeric(9,2)");
        task.put(List.of(Sandbox.record("t", 2, Sandbox.key(2), value)));
        task.stop();

        assertThat(sandbox.reported).isEmpty();
        assertThat(sandbox.query("SELECT count(*), min(v), max(n), max(at) FROM $.t"))
                .containsExactly("3|short|1.50|1970-01-01 00:00:00");
    }
}
