// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static io.millrace.connectdocker.MadeType.madeArray;
import static io.millrace.connectdocker.MadeType.madeArrayOfNullable;
import static io.millrace.connectdocker.PostgresTexts.ARRAY;
import static io.millrace.connectdocker.PostgresTexts.BYTES_ARRAY;
import static io.millrace.connectdocker.PostgresTexts.JSON_ARRAY;
import static io.millrace.connectdocker.PostgresTexts.TEXTS_ARRAY;
import static io.millrace.connectdocker.PostgresTexts.TIMES_ARRAY;
import static io.millrace.connectdocker.TypedColumn.column;

import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's arrays. */
final class PostgresArrays {
    private PostgresArrays() {}

    static List<TypedColumn> columns() {
        List<TypedColumn> columns = new ArrayList<>();
        arrays(columns);
        moreArrays(columns);
        return columns;
    }

    private static void arrays(List<TypedColumn> columns) {
        columns.add(column(
                "c_small_arr",
                "smallint[]",
                madeArrayOfNullable("smallint[]", "Int16"),
                ARRAY,
                "'{1,NULL,-3}'",
                "'{}'"));
        columns.add(column(
                "c_int_arr", "integer[]", madeArrayOfNullable("integer[]", "Int32"), ARRAY, "'{1,NULL,3}'", "'{}'"));
        columns.add(column(
                "c_big_arr", "bigint[]", madeArrayOfNullable("bigint[]", "Int64"), ARRAY, "'{1,9223372036854775807}'"));
        columns.add(column(
                "c_num_arr",
                "numeric(10,2)[]",
                madeArrayOfNullable("numeric[]", "Decimal(10, 2)"),
                ARRAY,
                "'{1.10,NULL,2.25}'"));
        columns.add(column("c_real_arr", "real[]", madeArrayOfNullable("real[]", "Float32"), ARRAY, "'{1.5,NULL}'"));
        columns.add(column(
                "c_double_arr",
                "double precision[]",
                madeArrayOfNullable("double precision[]", "Float64"),
                ARRAY,
                "'{0.1,NULL}'"));
        columns.add(column("c_bool_arr", "boolean[]", madeArrayOfNullable("boolean[]", "Bool"), ARRAY, "'{t,f,NULL}'"));
        columns.add(column(
                "c_text_arr",
                "text[]",
                madeArrayOfNullable("text[]", "String"),
                ARRAY,
                "'{a,NULL,\"c,d\",\"\"}'",
                "'{}'"));
        columns.add(
                column("c_varchar_arr", "varchar(8)[]", madeArrayOfNullable("text[]", "String"), ARRAY, "'{a,NULL}'"));
        columns.add(
                column("c_enum_arr", "types.pump_state[]", madeArray("text[]", "String"), ARRAY, "'{idle,\"a,b\"}'"));
        columns.add(column(
                "c_uuid_arr",
                "uuid[]",
                madeArrayOfNullable("uuid[]", "UUID"),
                ARRAY,
                "'{" + PostgresTypes.UUID + ",NULL}'"));
        columns.add(
                column("c_date_arr", "date[]", madeArrayOfNullable("date[]", "Date32"), ARRAY, "'{2024-02-29,NULL}'"));
        columns.add(column(
                "c_ts_arr",
                "timestamp[]",
                madeArrayOfNullable("timestamp without time zone[]", "DateTime64(6)"),
                TIMES_ARRAY,
                "'{2024-02-29 23:59:59.123456,NULL}'"));
        columns.add(column(
                "c_tstz_arr",
                "timestamptz[]",
                madeArrayOfNullable("timestamp with time zone[]", "DateTime64(6, 'UTC')"),
                TIMES_ARRAY,
                "'{2024-03-10 02:30:00.5+01,NULL}'"));
    }

    private static void moreArrays(List<TypedColumn> columns) {
        // A snapshot reads milliseconds of these.
        columns.add(column(
                "c_time_arr",
                "time[]",
                madeArrayOfNullable("time without time zone[]", "String"),
                ARRAY,
                "'{12:34:56.789,NULL}'"));
        columns.add(column(
                "c_bytea_arr",
                "bytea[]",
                madeArrayOfNullable("bytea[]", "String"),
                BYTES_ARRAY,
                "ARRAY['\\x00ff'::bytea, '', NULL]"));
        columns.add(
                column("c_inet_arr", "inet[]", madeArrayOfNullable("text[]", "String"), ARRAY, "'{10.0.0.1,NULL}'"));
        columns.add(column(
                "c_jsonb_arr",
                "jsonb[]",
                madeArrayOfNullable("jsonb[]", "String"),
                TEXTS_ARRAY,
                "ARRAY['{\"a\": 1}'::jsonb, '[]', NULL]"));
        columns.add(column(
                "c_json_arr",
                "json[]",
                madeArrayOfNullable("jsonb[]", "String"),
                JSON_ARRAY,
                "ARRAY['{\"a\":1}'::json]"));
    }
}
