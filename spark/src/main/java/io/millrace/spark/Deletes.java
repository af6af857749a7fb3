// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

/** What becomes of a row that was deleted. */
enum Deletes {
    /** It is removed. */
    REMOVE,
    /** It stays, with {@code _record_deleted=true}. */
    MARK
}
