// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** What only the store knows of fields, columns and statements: its part in an {@link Evolution}. */
public interface StoreTypes {
    FieldFit fit(String field, ColumnModel column);

    /** A field as messages name it: {@code string field a}. */
    String describe(String field);

    /** What a column is called that takes the field's values beside one of the field's own name. */
    String otherColumn(String field);

    /** The statement to run for the change. */
    String statement(TableChange change);
}
