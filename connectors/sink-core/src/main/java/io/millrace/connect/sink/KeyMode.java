// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** Where a row's key comes from. */
public enum KeyMode {
    /** The record's key: a struct's fields, or a primitive under the one name in {@code key.fields}. */
    RECORD_KEY,
    /** Fields of the record's value. */
    RECORD_VALUE,
    /** Topic, partition and offset, as first consumed. */
    KAFKA,
    /** Rows have no key: append only. */
    NONE
}
