// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

/** What is done when the source table was truncated. */
enum Truncates {
    /** The query stops. */
    FAIL,
    /** Rows stay. */
    IGNORE,
    /** Rows that are not newer are deleted. */
    APPLY
}
