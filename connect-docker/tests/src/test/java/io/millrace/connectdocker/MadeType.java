// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

/**
 * The type of a sink's column.
 *
 * @param name as the store writes it; empty where the connector sends no such column
 * @param isPrepared whether the column is made beforehand, since the one that the sink would make does not take every value
 * @param takesNull whether a row without a value is written
 */
record MadeType(String name, boolean isPrepared, boolean takesNull) {
    /** For what the connector leaves out: there is nothing to compare. */
    static final PerStore<MadeType> NOT_CAPTURED = PerStore.same(new MadeType("", false, true));

    /** What the sinks make of an optional field. */
    static PerStore<MadeType> made(String postgres, String clickHouse) {
        return new PerStore<>(postgres(postgres), clickHouse(clickHouse));
    }

    private static MadeType postgres(String type) {
        return new MadeType(type, false, true);
    }

    private static MadeType clickHouse(String type) {
        return new MadeType("Nullable(" + type + ")", false, true);
    }

    /** In ClickHouse an array cannot be null: rows without a value are refused. */
    static PerStore<MadeType> madeArray(String postgres, String element) {
        return new PerStore<>(postgres(postgres), new MadeType("Array(" + element + ")", false, false));
    }

    /** As {@link #madeArray}, of elements that may be null. */
    static PerStore<MadeType> madeArrayOfNullable(String postgres, String element) {
        return madeArray(postgres, "Nullable(" + element + ")");
    }

    /** As {@link #made}, where PostgreSQL's column is made beforehand. */
    static PerStore<MadeType> preparedInPostgres(String postgres, String clickHouse) {
        return new PerStore<>(new MadeType(postgres, true, true), clickHouse(clickHouse));
    }

    /** As {@link #made}, where ClickHouse's column is made beforehand. */
    static PerStore<MadeType> preparedInClickHouse(String postgres, String clickHouse) {
        return new PerStore<>(postgres(postgres), new MadeType("Nullable(" + clickHouse + ")", true, true));
    }
}
