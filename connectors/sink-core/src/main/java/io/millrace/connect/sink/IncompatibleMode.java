// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** What becomes of a field whose column has a type that cannot take it. */
public enum IncompatibleMode {
    /** The task stops and names the statement to run. */
    FAIL,
    /** Records with such a field are refused, one by one. */
    QUARANTINE,
    /** The field gets a column of its own, named after field and type. */
    NEW_COLUMN
}
